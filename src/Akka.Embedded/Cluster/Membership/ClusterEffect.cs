using Akka.Actor;

namespace Akka.Embedded.Membership;

/// <summary>What the membership state machine asks of the actor that carries it.</summary>
internal abstract record ClusterEffect
{
    /// <summary>To the cluster daemon at that address.</summary>
    public sealed record Send(Address To, IClusterMessage Message) : ClusterEffect;

    /// <summary>The state is now this one: tell the subscribers.</summary>
    public sealed record Publish(MembershipState State) : ClusterEffect;

    /// <summary>This node is Exiting: end its work, then say <see cref="MembershipMachine.ConfirmExiting"/>.</summary>
    public sealed record BeginExiting : ClusterEffect;

    /// <summary>This node was downed or has left: nothing more to do for the cluster.</summary>
    public sealed record ShutDown(bool Downed) : ClusterEffect;

    public sealed record Log(bool Warning, string Text) : ClusterEffect;
}
