"""The few shapes that the pictures need, on a light card that is legible on any background."""

from html import escape

INK = "#1f2328"
QUIET = "#59636e"
LINE = "#d1d9e0"
CARD = "#ffffff"
FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"


class Picture:
    """Shapes are added in any order; text() gives the file."""

    def __init__(self, width, height, title):
        self.width = width
        self.height = height
        self._title = title
        self._shapes = []

    def rect(self, x, y, width, height, fill, outline="none", radius=2):
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
            f'rx="{radius}" fill="{fill}" stroke="{outline}"/>')

    def line(self, x1, y1, x2, y2, colour=LINE, width=1.0, dashes=""):
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._shapes.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"{dashed}/>')

    def curve(self, points, colour):
        """A line through the points, each marked."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in points:
            self._shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')

    def words(self, x, y, text, size=12, colour=INK, anchor="start", weight="normal"):
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" '
            f'text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>')

    def text(self):
        title = escape(self._title)
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" aria-label="{title}" '
            f'font-family="{escape(FONT)}">',
            f"<title>{title}</title>",
            f'<rect x="0.5" y="0.5" width="{self.width - 1}" height="{self.height - 1}" rx="8" '
            f'fill="{CARD}" stroke="{LINE}"/>',
            *self._shapes, "</svg>", ""])
