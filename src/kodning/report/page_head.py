"""How a page of HTML begins: no script, nothing asked for outside the page, light and dark."""

from html import escape


def page_head(title: str, language: str, style: str, software: str = "") -> str:
    """The lines up to and with `<body>`.

    Args:
        title: As it stands in the browser's tab, not yet escaped.
        language: `da` or `en`.
        style: The style sheet.
        software: What made the page; left out where empty.
    """
    generator = f'<meta name="generator" content="{escape(software)}">\n' if software else ""
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
{generator}<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
"""
