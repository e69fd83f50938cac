using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>The ways in which the network gets over a fault, by name: counted by what runs it, so that one never taken shows.</summary>
public static class RecoveryPaths
{
    public const string MemberSuspectedAndHeardAgain = "member suspected and heard again";
    public const string MemberDownedByCrashEvidence = "member downed by crash evidence";
    public const string MemberDownedBySilence = "member downed by silence";
    public const string MemberLeft = "member left";
    public const string SelfDowned = "self downed";
    public const string Quarantined = "quarantined";
    public const string SystemReplaced = "system replaced";
    public const string ServedAlone = "served alone";
    public const string SessionBranched = "session begun while cut off";
    public const string HandshakeRefused = "handshake refused";
    public const string JoinByBeacon = "join by beacon";
    public const string JoinBySeed = "join by seed";
    public const string ClusterFounded = "cluster founded";
    public const string SlotHandedOff = "slot handed off";
    public const string SlotTakenOver = "slot taken over";
    public const string SlotMigrated = "slot migrated";
    public const string NodeDrained = "node drained";
    public const string DrainTimedOut = "drain timed out";
    public const string SessionRecovered = "session recovered";
    public const string SessionResumedWithOpenEffects = "session resumed with open effects";
    public const string EffectRepeated = "effect repeated";
    public const string EffectCut = "effect cut";
    public const string EffectTimedOut = "effect timed out";
    public const string RunRefused = "run refused";
    public const string WriterFenced = "writer fenced";
    public const string JournalAppendFailed = "journal append failed";
    public const string JournalReadFailed = "journal read failed";

    /// <summary>In the order in which tables show them.</summary>
    public static readonly ImmutableArray<string> All =
    [
        MemberSuspectedAndHeardAgain,
        MemberDownedByCrashEvidence,
        MemberDownedBySilence,
        MemberLeft,
        SelfDowned,
        Quarantined,
        SystemReplaced,
        ServedAlone,
        SessionBranched,
        HandshakeRefused,
        JoinByBeacon,
        JoinBySeed,
        ClusterFounded,
        SlotHandedOff,
        SlotTakenOver,
        SlotMigrated,
        NodeDrained,
        DrainTimedOut,
        SessionRecovered,
        SessionResumedWithOpenEffects,
        EffectRepeated,
        EffectCut,
        EffectTimedOut,
        RunRefused,
        WriterFenced,
        JournalAppendFailed,
        JournalReadFailed,
    ];
}
