"""kodning: qualitative interview coding and thematic analysis, Danish first."""
