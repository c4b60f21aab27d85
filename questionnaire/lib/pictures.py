"""Which pictures the site accepts, judged by their bytes and never by their names."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_JPEG = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"


def picture_type(content: bytes) -> str | None:
    """ "image/png" or "image/jpeg"; None for anything else.

    A picture that was cut off during its upload gives None, too.
    """
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return "image/png" if content.endswith(_PNG_END) else None
    if content.startswith(_JPEG):
        return "image/jpeg" if content.rstrip(b"\0").endswith(_JPEG_END) else None
    return None
