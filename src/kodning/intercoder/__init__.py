"""From a project's codings and reviews to the units, figures and words of an agreement report.

The statistics themselves are in `kodning.agreement`, which knows nothing of projects.
"""
