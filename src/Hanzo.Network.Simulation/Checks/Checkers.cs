using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>The properties that every simulated network must have.</summary>
public static class Checkers
{
    /// <summary>A fresh set: a checker judges one network.</summary>
    public static ImmutableArray<IChecker> All() =>
    [
        new OneOwnerPerSlot(),
        new AskedSlotsAreHeld(),
        new AcknowledgedEventsSurvive(),
        new AcceptedRunsSurvive(),
        new AcknowledgedDataSurvives(),
        new HistoryNeverForks(),
        new BranchesStayBranches(),
        new NoEffectTwice(),
        new EveryRunEnds(),
        new EffectsAreCutOnlyWithReason(),
        new DataConverges(),
        new AcknowledgedStateSurvives(),
        new OneWinnerPerVersion(),
        new StateConverges(),
        new MembershipConverges(),
        new OnlyTheDeadAreTakenForDead(),
        new QueuesStayBounded(),
    ];
}
