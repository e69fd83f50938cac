namespace Hanzo.Network.Joining;

/// <summary>How long the join decision waits for what.</summary>
public sealed record JoinTimings
{
    public static readonly JoinTimings Default = new();

    /// <summary>For this long a node must have listened, and nobody have answered it, before it founds a cluster alone.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>As <see cref="Margin"/>, for a node that others answer: it is heard, and they would name whom it does not hear.</summary>
    public TimeSpan MarginInCompany { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>For this long nothing that the answering contacts say may have changed before a cluster is founded.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A node that does not hear its own broadcasts counts as listening so long after the first of them.</summary>
    public TimeSpan DeafDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a road that has not said anything yet holds back founding, from the start.</summary>
    public TimeSpan SilentRoadDelay { get; init; } = ContactNames.ResolveWithin;

    /// <summary>The right to found is asked for so often.</summary>
    public TimeSpan RightInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long founding is left to the node of this machine that has the right, from when it was refused to this one: some twenty
    /// processes that start at once on two cores need as long to get anywhere. Then that one is taken for stuck.
    /// </summary>
    public TimeSpan RightPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A member takes the right when nobody has it, and looks for that so often.</summary>
    public TimeSpan MemberRightInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a contact that does not answer holds back founding, from when it was first heard or last answered.</summary>
    public TimeSpan SilentContactDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After this time since the start no contact that never answered holds back founding, however new it is.</summary>
    public TimeSpan LongestSilentDelay { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>For a contact that says of itself, by a road, what it has not answered yet.</summary>
    public TimeSpan HurriedProbeInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>For contacts that have been silent for <see cref="SilentContactDelay"/> or are of no use.</summary>
    public TimeSpan SlowProbeInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An answer older than this no longer counts.</summary>
    public TimeSpan AnswerValidFor { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>A contact through which a join failed is not tried again for this long, unless there is no other.</summary>
    public TimeSpan JoinRetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For this long after it was left, a cluster is not joined again while the older one may still answer.</summary>
    public TimeSpan ShunFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A contact that neither was heard nor answered for this long is forgotten, unless it was configured.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromSeconds(15);
}
