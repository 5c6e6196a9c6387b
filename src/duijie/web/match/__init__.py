"""匹配 on the web: rankings, the match board, decisions about pairs, proposals."""
