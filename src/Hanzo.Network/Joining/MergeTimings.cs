namespace Hanzo.Network.Joining;

/// <summary>How patient a member is with nodes of its network that are not members of its cluster.</summary>
public sealed record MergeTimings
{
    public static readonly MergeTimings Default = new();

    /// <summary>A node stays in a cluster for at least this long: clusters that come and go do not chase it about.</summary>
    public TimeSpan SettledAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A stranger must have been seen apart for this long: a node that just joins is not yet in everybody's view.</summary>
    public TimeSpan ConfirmFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For strangers that are seen to be in a cluster of their own.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For all other strangers: one small message each, all that an unmerged network costs while it is idle.</summary>
    public TimeSpan SlowProbeInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An answer older than this no longer counts.</summary>
    public TimeSpan AnswerValidFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Another cluster that was not heard of for this long is gone, and its alarm ends.</summary>
    public TimeSpan AlarmFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A stranger that neither was heard nor answered for this long is forgotten, unless it was configured.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the user can read that the node came from another cluster.</summary>
    public TimeSpan MergedNoticeFor { get; init; } = TimeSpan.FromMinutes(10);
}
