"""What may be opened at all: reasons to refuse a file before any parser sees it.

People send renamed, encrypted, broken and sometimes hostile files. Every refusal says what the
file looks like and what to do instead. The limits are far above any list of people and far
below what fills a laptop's memory.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from io import BytesIO
from pathlib import Path

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.text import EMPTY, Text
from duijie.io.oserrors import describe_os_error

MIB = 2**20
MAX_FILE_BYTES = 64 * MIB
MAX_UNPACKED_BYTES = 256 * MIB
MAX_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 16 * MIB
MAX_PARTS = 10_000
MAX_COLUMNS = 2_000
MAX_CELLS = 5_000_000
MAX_CHARACTERS = 500_000_000
MAX_TAG_BYTES = 4 * MIB
CHUNK_BYTES = 256 * 1024

SAVE_AS_XLSX = Text(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试",
    "open it in Excel or WPS, save it as .xlsx and try again",
)

ENCRYPTED = Text("设了密码的 Office 文件", "an Office file encrypted with a password")
LOCKED = Text("文件设了密码", "the file is protected by a password")
UNLOCK = Text(
    "请在 Excel 或 WPS 中打开，去掉密码后另存再试",
    "open it in Excel or WPS, take the password off, save it and try again",
)

_SIGNATURES = (
    (b"%PDF", Text("PDF 文件", "a PDF")),
    (b"\x89PNG", Text("图片", "a picture")),
    (b"\xff\xd8\xff", Text("图片", "a picture")),
    (b"GIF8", Text("图片", "a picture")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Text("7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Text("gzip 压缩包", "a gzip archive")),
    (b"{\\rtf", Text("RTF 文档", "an RTF document")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", Text("旧版 Word 文档 (.doc)", "an old Word document (.doc)")),
    ("Workbook", Text("旧版 Excel 工作簿 (.xls)", "an old Excel workbook (.xls)")),
    ("Book", Text("旧版 Excel 工作簿 (.xls)", "an old Excel workbook (.xls)")),
)
_ZIP_PARTS = (
    ("xl/workbook.bin", Text("二进制工作簿 (.xlsb)", "a binary workbook (.xlsb)")),
    ("word/document.xml", Text("Word 文档 (.docx)", "a Word document (.docx)")),
    ("ppt/presentation.xml", Text("演示文稿 (.pptx)", "a presentation (.pptx)")),
    ("content.xml", Text("OpenDocument 文件 (.ods)", "an OpenDocument file (.ods)")),
)


def refuse(
    file: str, reason: Text, hint: Text = EMPTY, *, sheet: str = "", row: int = 0
) -> BadData:
    """Return the error that refuses `file`, with the one diagnosis that says why."""
    place = Text(f"{file}：", f"{file}: ")
    diagnosis = Diagnosis(Severity.ERROR, file, reason, assumed=hint, sheet=sheet, row=row)
    return BadData(place + reason, [hint] if hint else [], [diagnosis])


def load(source: Path | bytes, name: str = "") -> tuple[bytes, str]:
    """Return the bytes of `source` and the name by which people know it.

    Raises
    ------
    BadData
        When the file is missing, unreadable, empty or over 64 MiB.
    """
    if isinstance(source, bytes):
        data, name = source, name or "-"
    else:
        name = name or source.name
        data = _read(source, name)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // MIB
        raise refuse(name, Text(f"文件超过 {limit} MB", f"the file is larger than {limit} MB"))
    if not data.strip():
        raise refuse(name, Text("文件是空的", "the file is empty"))
    return data, name


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise refuse(
            name,
            Text("找不到这个文件", "there is no such file"),
            Text("请检查路径和扩展名", "check the path and the ending of the name"),
        ) from None
    except OSError as error:
        reason = describe_os_error(error)
        raise refuse(name, Text("打不开：", "cannot be opened: ") + reason) from None


def describe_content(data: bytes) -> Text | None:
    """Return what the bytes look like when they are clearly no text, else None."""
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            return words
    if data.startswith(_OLE):
        return _describe_ole(data)
    if data.startswith(b"PK"):
        return _describe_zip(data)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<meta")):
        return Text("网页 (HTML)", "a web page (HTML)")
    if head.startswith(b"<?xml"):
        return Text("XML 文件", "an XML file")
    return None


def _describe_ole(data: bytes) -> Text:
    for stream, words in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return words
    return Text("旧版 Office 文件", "an old Office file")


def _describe_zip(data: bytes) -> Text:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Text("损坏的压缩包", "a damaged zip archive")
    for part, words in _ZIP_PARTS:
        if part in names:
            return words
    if "xl/workbook.xml" in names:
        return Text("Excel 工作簿 (.xlsx)", "an Excel workbook (.xlsx)")
    return Text("ZIP 压缩包", "a zip archive")


def check_area(file: str, rows: int, columns: int, sheet: str = "") -> None:
    """Refuse a sheet whose filled rectangle is too large to be a list of people.

    Raises
    ------
    BadData
        Beyond 2,000 columns or 5,000,000 cells between A1 and the last filled cell.
    """
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise refuse(
            file,
            Text(
                f"表格太大：{rows} 行 × {columns} 列（上限 {MAX_COLUMNS} 列、{MAX_CELLS} 格）",
                f"the sheet is too large: {rows} rows x {columns} columns "
                f"(at most {MAX_COLUMNS} columns and {MAX_CELLS} cells)",
            ),
            Text(
                "请删除远处多余的单元格后再试",
                "delete the stray cells far away from the list and try again",
            ),
            sheet=sheet,
        )


class Package:
    """An opened Office file whose parts can only be read through the limits.

    Sizes in a zip's directory can lie, so what counts is what really comes out of each part.
    `main` is the part that makes it the kind of file that `kind` names.
    """

    def __init__(
        self,
        data: bytes,
        file: str,
        main: str = "xl/workbook.xml",
        kind: Text = Text(".xlsx 工作簿", "an .xlsx workbook"),  # noqa: B008 - frozen
    ) -> None:
        looks = describe_content(data)
        if looks is None:
            looks = Text("纯文本或其他文件", "plain text or something else")
        if looks is ENCRYPTED:
            raise refuse(file, LOCKED, UNLOCK)
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise _of_another_kind(file, kind, looks) from None
        self.file = file
        self._parts = {part.filename.lower(): part for part in self._archive.infolist()}
        if main not in self._parts:
            raise _of_another_kind(file, kind, looks)
        if len(self._parts) > MAX_PARTS:
            raise refuse(file, Text("压缩包里的文件太多", "the archive holds too many parts"))
        self._unpacked = 0

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._parts

    def xml_parts(self) -> list[str]:
        """Names of all parts that a reader of workbooks may unpack."""
        return [name for name in self._parts if name.endswith((".xml", ".rels"))]

    def stream(self, part: str) -> Iterator[bytes]:
        """Unpack `part` piece by piece.

        Raises
        ------
        BadData
            When it is encrypted, damaged, or unpacks beyond the limits.
        """
        entry = copy(self._parts[part.lower()])
        packed = max(entry.compress_size, 1)
        # Python stops at the declared size; other readers do not. Look at all there is.
        entry.file_size = MAX_UNPACKED_BYTES + 1
        size = 0
        try:
            with self._archive.open(entry) as unpacked:
                while chunk := unpacked.read(CHUNK_BYTES):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._check_size(size, packed)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise refuse(
                self.file,
                Text("文件已损坏，解不开", f"the file is damaged ({error})"),
                SAVE_AS_XLSX,
            ) from None
        except (RuntimeError, NotImplementedError):
            raise refuse(
                self.file,
                Text("压缩包加了密或格式不支持", "the archive is encrypted or of an unknown kind"),
            ) from None

    def _check_size(self, size: int, packed: int) -> None:
        swollen = size > RATIO_MATTERS_FROM_BYTES and size / packed > MAX_RATIO
        if swollen or self._unpacked > MAX_UNPACKED_BYTES:
            raise refuse(
                self.file,
                Text(
                    "解压后大得不正常（可能是压缩炸弹），未打开",
                    "unpacks to an abnormal size (perhaps a zip bomb); not opened",
                ),
            )


def require_old_workbook(data: bytes, file: str) -> None:
    """Refuse what calls itself an old Excel workbook and is none, or is locked by a password."""
    looks = describe_content(data) or Text("纯文本或其他文件", "plain text or something else")
    if looks is ENCRYPTED:
        raise refuse(file, LOCKED, UNLOCK)
    if "(.xls)" not in looks.en:
        raise _of_another_kind(file, Text(".xls 工作簿", "an .xls workbook"), looks)


def _of_another_kind(file: str, kind: Text, looks: Text) -> BadData:
    reason = Text(
        f"不是 {kind.zh}，看起来是：{looks.zh}", f"this is not {kind}; it looks like {looks}"
    )
    return refuse(file, reason, SAVE_AS_XLSX)
