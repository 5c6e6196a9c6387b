"""What the system refuses to do with a file, in words for people."""

from __future__ import annotations

import errno
import os

from duijie.domain.text import Text

_REASONS = {
    errno.ENOENT: Text("没有这个文件或文件夹", "no such file or folder"),
    errno.EACCES: Text("没有权限", "no permission"),
    errno.EPERM: Text("系统不允许", "not permitted"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("超过了磁盘限额", "the disk quota is used up"),
    errno.EISDIR: Text("那里是文件夹", "a folder is there"),
    errno.EEXIST: Text("那里已有同名文件", "a file of that name is there"),
    errno.ENOTDIR: Text("路径中间有一段是文件", "a part of the path is a file"),
    errno.ENOTEMPTY: Text("那里是文件夹", "a folder is there"),
    errno.ENAMETOOLONG: Text("名字太长", "the name is too long"),
    errno.EBUSY: Text("文件正被占用", "the file is in use"),
}


def describe_os_error(error: OSError) -> Text:
    """Return the reason, after the file it is about where there is one."""
    words = os.strerror(error.errno) if error.errno else str(error)
    reason = _REASONS.get(error.errno or 0, Text(words, words))
    file = f"{error.filename}" if error.filename else ""
    return (Text(f"{file}：", f"{file}: ") if file else Text("", "")) + reason
