"""Figures as SVG, written by hand: the same numbers give the same bytes, and they can be read, heard and printed."""
