"""A quick, repeatable hypothesis profile for mutation testing (docs/mutation.md)."""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutation",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # the first failure is enough; no need to make it small
    suppress_health_check=list(HealthCheck),
)
