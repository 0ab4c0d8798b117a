using DynamoNamespace.Bench.Trials;

namespace DynamoNamespace.Bench.Measurements;

/// <summary>One trial's figures and where they belong.</summary>
/// <param name="Group">The group of trials, such as <c>client</c>.</param>
/// <param name="Series">What was done, such as <c>copy</c>.</param>
/// <param name="Step">Where the series grows: how many items, bytes or writers; 0 where it does not.</param>
/// <param name="Result">The figures.</param>
internal sealed record Measurement(string Group, string Series, long Step, TrialResult Result);
