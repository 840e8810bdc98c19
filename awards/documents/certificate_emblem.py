"""The emblem the office supplies as SVG: it is printed as given, or the box stays empty. We never draw one."""

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

FORBIDDEN = {"script", "image", "foreignObject", "iframe", "audio", "video", "set", "animate", "style"}


def has_emblem(emblem_svg):
    """Whether there is an emblem to print; the issuing service decides what follows from an empty one."""
    return bool(emblem_svg and emblem_svg.strip())


def check_emblem(emblem_svg):
    """Raise ValueError (Vietnamese) unless the bytes are one SVG that reaches for nothing outside itself."""
    try:
        root = ElementTree.fromstring(emblem_svg, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError("Tệp Quốc huy không phải là SVG đọc được.") from error
    if _local(root.tag) != "svg":
        raise ValueError("Tệp Quốc huy không phải là SVG đọc được.")
    for element in root.iter():
        outside = [value for key, value in element.attrib.items() if _local(key) == "href" and value[:1] != "#"]
        urls = [value for value in element.attrib.values() if "url(" in value and "url(#" not in value]
        if _local(element.tag) in FORBIDDEN or outside or urls:
            raise ValueError("Tệp Quốc huy chỉ được chứa hình vẽ, không chứa ảnh, mã lệnh hay liên kết ra ngoài.")


def _local(tag):
    """Name without its namespace."""
    return str(tag).rpartition("}")[2]
