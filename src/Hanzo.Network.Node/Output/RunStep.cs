namespace Hanzo.Network.Node.Output;

internal enum StepMark
{
    UnderWay,
    Waits,
    Done,
    Failed,
}

/// <summary>One line of a run that is watched.</summary>
/// <param name="Number">As in its events; null: it is no call.</param>
internal sealed record RunStep(int? Number, string Title, string Detail, StepMark Mark, DateTimeOffset Begun)
{
    /// <summary>Null while it is under way.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How far it has come; null: it is not told.</summary>
    public string? Progress { get; init; }

    /// <summary>What a person is told to do about it; null: nothing.</summary>
    public string? Hint { get; init; }
}
