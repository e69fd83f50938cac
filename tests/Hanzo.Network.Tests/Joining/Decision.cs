using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>One node's join decision, driven step by step in seconds of virtual time.</summary>
internal sealed class Decision
{
    public Decision(NodeIdentity self)
        : this(new JoinState(self, JoinTimings.Default, TimeSpan.Zero))
    {
    }

    public Decision(JoinState state) => State = state;

    public JoinState State { get; private set; }
    public JoinPhase Phase => State.Phase;
    public double Now { get; private set; }

    public ImmutableArray<JoinEffect> At(double seconds, JoinInput input)
    {
        Now = seconds;
        (State, var effects) = JoinDecider.Step(State, input, TimeSpan.FromSeconds(seconds));
        return effects;
    }
}
