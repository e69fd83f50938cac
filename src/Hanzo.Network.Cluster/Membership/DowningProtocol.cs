using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Membership;

/// <summary>One member as downing sees it.</summary>
/// <param name="Uid">Of its actor system: another one at the same address is another life of the node.</param>
/// <param name="Age">0 for the oldest member.</param>
/// <param name="Votes">Up, or was: it counts for majorities.</param>
/// <param name="Leaving">On its way out by itself.</param>
internal sealed record MemberView(NodeAddress Address, int Uid, int Age, bool Votes, bool Leaving, bool Unreachable);

/// <summary>What the downing decision is told.</summary>
internal abstract record DowningInput
{
    private DowningInput()
    {
    }

    public sealed record Tick : DowningInput;

    /// <summary>All members, this node included.</summary>
    public sealed record MembersChanged(ImmutableArray<MemberView> Members) : DowningInput;

    /// <summary>The connection to a member broke.</summary>
    public sealed record Disassociated(NodeAddress Address) : DowningInput;

    public sealed record Dialled(NodeAddress Address, DialResult Result) : DowningInput;
}

/// <summary>What the downing decision wants done.</summary>
internal abstract record DowningEffect
{
    private DowningEffect()
    {
    }

    public sealed record Dial(NodeAddress Address) : DowningEffect;

    /// <param name="Address">May be this node itself.</param>
    public sealed record Down(NodeAddress Address, string Reason) : DowningEffect;
}
