class EvaluationError(Exception):
    """What keeps a run from being measured, in words for whoever started it."""
