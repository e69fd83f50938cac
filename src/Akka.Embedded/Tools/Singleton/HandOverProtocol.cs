using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Tools.Singleton;

/// <summary>What a <see cref="HandOver"/> is told.</summary>
internal abstract record HandOverInput
{
    private HandOverInput()
    {
    }

    public sealed record Known(ClusterEvent.CurrentClusterState State) : HandOverInput;

    public sealed record Changed(ClusterEvent.IMemberEvent Change) : HandOverInput;

    /// <summary>This node's own membership ends: what it hears of others from now on says nothing about them.</summary>
    public sealed record ClusterEnds : HandOverInput;

    /// <summary>This node shuts down.</summary>
    public sealed record Leave : HandOverInput;

    public sealed record InstanceEnded : HandOverInput;

    /// <summary>A younger member sees this node as Exiting and wants to know when it is over here.</summary>
    public sealed record Asked(UniqueAddress By) : HandOverInput;

    /// <summary>It is over at an older member: no instance runs there, and none ever will.</summary>
    /// <param name="Remaining">How long the teller would still have had to wait for members that were removed.</param>
    /// <param name="Unsettled">Members that the teller would still have had to wait for.</param>
    public sealed record OverSaid(UniqueAddress By, TimeSpan Remaining, ImmutableArray<UniqueAddress> Unsettled) : HandOverInput;

    /// <summary>The moment of <see cref="HandOver.NextDue"/> has come.</summary>
    public sealed record Due : HandOverInput;
}

/// <summary>What a <see cref="HandOver"/> wants done, in order.</summary>
internal abstract record HandOverEffect
{
    private HandOverEffect()
    {
    }

    public sealed record StartInstance : HandOverEffect;

    /// <summary>Send it the termination message.</summary>
    public sealed record EndInstance : HandOverEffect;

    /// <summary>To be answered by <see cref="HandOverInput.OverSaid"/>.</summary>
    public sealed record Ask(UniqueAddress Whom) : HandOverEffect;

    public sealed record SayOver(UniqueAddress To, TimeSpan Remaining, ImmutableArray<UniqueAddress> Unsettled) : HandOverEffect;

    /// <summary>It is over here: as far as the singleton is concerned this node may end.</summary>
    public sealed record Finished : HandOverEffect;
}
