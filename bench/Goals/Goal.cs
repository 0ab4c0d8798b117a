namespace DynamoNamespace.Bench.Goals;

/// <summary>Which side of a goal is the good one.</summary>
internal enum Bound
{
    AtLeast,
    AtMost,
}

/// <summary>How a figure stands to its goal.</summary>
internal enum GoalState
{
    NotMeasured,
    NotMet,
    Met,

    /// <summary>And the further goal too.</summary>
    StretchMet,

    /// <summary>There is none: the figure explains another one.</summary>
    NoGoal,
}

/// <summary>A figure, what it should be, and what it is.</summary>
/// <param name="Title">What it is the figure of.</param>
/// <param name="Value">As measured; null where it was not.</param>
/// <param name="Bound">Whether the target is a floor or a ceiling.</param>
/// <param name="Target">What it should be; null where it is no goal but explains one.</param>
/// <param name="Stretch">What would be better still.</param>
/// <param name="Unit">Behind the number, such as <c>MB</c>.</param>
internal sealed record Goal(string Title, double? Value, Bound Bound, double? Target, double? Stretch = null, string Unit = "")
{
    public GoalState State => Value is not { } value || double.IsNaN(value) ? GoalState.NotMeasured
        : Target is not { } target ? GoalState.NoGoal
        : !Reaches(value, target) ? GoalState.NotMet
        : Stretch is { } stretch && Reaches(value, stretch) ? GoalState.StretchMet
        : GoalState.Met;

    private bool Reaches(double value, double target) => Bound == Bound.AtLeast ? value >= target : value <= target;
}
