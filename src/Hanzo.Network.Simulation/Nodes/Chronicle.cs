using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Writes what happens as lines for people, and counts which ways of recovery were taken.</summary>
internal sealed class Chronicle(SimulatedWorld world, CoverageCounter coverage)
{
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<string>> _held = [];
    private readonly HashSet<string> _effects = new(StringComparer.Ordinal);
    private readonly HashSet<int> _gone = [];
    private readonly Dictionary<int, MembersSeen> _views = [];

    /// <summary>A line of a node's joining and downing.</summary>
    public void OnTrail(int node, string text)
    {
        if (PathOfTrail(text) is { } path) coverage.Count(path);
        Write(TraceKind.Membership, node, text);
    }

    public void OnLog(ISimulatedNode node, LogLevel level, EventId id, string text)
    {
        if (PathOfLog(id.Name, text) is { } path) coverage.Count(path);
        Write(TraceKind.Log, node.Index, text);
    }

    public void See(Observation seen)
    {
        switch (seen)
        {
            case ProcessStarted started:
                _gone.Remove(started.Node);
                Write(TraceKind.Process, started.Node, $"process {started.Life} starts");
                break;
            case ProcessEnded ended:
                _gone.Add(ended.Node);
                Write(TraceKind.Process, ended.Node, $"process {ended.Life} ends: {ended.How}");
                break;
            case NodeDrained drained:
                coverage.Count(drained.InTime ? RecoveryPaths.NodeDrained : RecoveryPaths.DrainTimedOut);
                Write(TraceKind.Process, drained.Node, drained.InTime ? "is drained" : "is to be drained no longer");
                break;
            case SlotMigrated migrated:
                coverage.Count(RecoveryPaths.SlotMigrated);
                Write(TraceKind.Slot, migrated.Node, $"has given {migrated.Slot} to n{migrated.Other}, as asked");
                break;
            case SlotsHeld held:
                OnSlots(held);
                break;
            case MembersSeen members:
                OnMembers(members);
                break;
            case ServesAlone alone:
                if (alone.Alone) coverage.Count(RecoveryPaths.ServedAlone);
                Write(TraceKind.Process, alone.Node, alone.Alone ? "is cut off and serves alone" : "does not serve alone any more");
                break;
            case EventStored { Manifest: "session.branched.1" } branched:
                coverage.Count(RecoveryPaths.SessionBranched);
                Write(TraceKind.Run, branched.Node, $"begins {branched.PersistenceId} while it is cut off");
                break;
            case EventStored { Sequence: > 1, Manifest: "session.opened.1" }:
                coverage.Count(RecoveryPaths.SessionRecovered);
                break;
            case EffectStarted effect:
                if (!_effects.Add(effect.Effect)) coverage.Count(RecoveryPaths.EffectRepeated);
                Write(TraceKind.Effect, effect.Node, $"{effect.Policy} {effect.Effect} starts");
                break;
            case EffectEnded { How: EffectEnd.Cut }:
                coverage.Count(RecoveryPaths.EffectCut);
                break;
            case EffectEnded { How: EffectEnd.TimedOut }:
                coverage.Count(RecoveryPaths.EffectTimedOut);
                break;
            case RunAsked asked:
                Write(TraceKind.Run, asked.Node, $"{asked.Request} is asked");
                break;
            case RunEnded ended:
                Write(TraceKind.Run, ended.Node, $"{ended.Request} is {ended.Status}: {ended.Run}");
                break;
            case RunRefused refused:
                coverage.Count(RecoveryPaths.RunRefused);
                Write(TraceKind.Run, refused.Node, $"{refused.Request} is refused: {refused.Error}");
                break;
            case AppendFailed failed:
                coverage.Count(RecoveryPaths.JournalAppendFailed);
                Write(TraceKind.Data, failed.Node, $"append to {failed.PersistenceId} failed: {failed.Error}");
                break;
        }
    }

    private void OnMembers(MembersSeen now)
    {
        var before = _views.GetValueOrDefault(now.Node);
        _views[now.Node] = now;
        Write(TraceKind.Membership, now.Node, $"sees {now.Up.Length} up{(now.AllReachable ? "" : ", not all reachable")}");
        if (before is null || before.Self != now.Self) return;
        if (now.Leaving.Length > before.Leaving.Length) coverage.Count(RecoveryPaths.MemberLeft);
        if (now.AllReachable && !before.AllReachable && now.Up.AsSpan().SequenceEqual(before.Up.AsSpan()))
            coverage.Count(RecoveryPaths.MemberSuspectedAndHeardAgain);
    }

    private void OnSlots(SlotsHeld held)
    {
        var before = _held.GetValueOrDefault(held.Node, []);
        foreach (var slot in held.Slots)
        {
            if (before.Contains(slot)) continue;
            if (_owners.TryGetValue(slot, out var owner) && owner != held.Node)
                coverage.Count(_gone.Contains(owner) ? RecoveryPaths.SlotTakenOver : RecoveryPaths.SlotHandedOff);
            _owners[slot] = held.Node;
            Write(TraceKind.Slot, held.Node, $"has {slot}");
        }

        _held[held.Node] = held.Slots.ToHashSet(StringComparer.Ordinal);
    }

    private static string? PathOfTrail(string text) =>
        text.StartsWith("founds", StringComparison.Ordinal) ? RecoveryPaths.ClusterFounded
        : text.StartsWith("udp:", StringComparison.Ordinal) ? RecoveryPaths.JoinByBeacon
        : text.StartsWith("seed:", StringComparison.Ordinal) ? RecoveryPaths.JoinBySeed
        : text.Contains("refused", StringComparison.Ordinal) && text.StartsWith("downs", StringComparison.Ordinal)
            ? RecoveryPaths.MemberDownedByCrashEvidence
        : text.Contains("it is silent", StringComparison.Ordinal) ? RecoveryPaths.MemberDownedBySilence
        : text.Contains("hears too few", StringComparison.Ordinal) ? RecoveryPaths.SelfDowned
        : null;

    private static string? PathOfLog(string? name, string text) => name switch
    {
        "Replacing" => RecoveryPaths.SystemReplaced,
        "Quarantined" => RecoveryPaths.Quarantined,
        "Resumed" => RecoveryPaths.SessionResumedWithOpenEffects,
        "Fenced" => RecoveryPaths.WriterFenced,
        "RecoveryFailed" => RecoveryPaths.JournalReadFailed,
        _ when text.Contains("is refused", StringComparison.Ordinal) => RecoveryPaths.HandshakeRefused,
        _ => null,
    };

    private void Write(TraceKind kind, int node, string text)
    {
        if (world.Trace.Records) world.Trace.Add(new TraceLine(world.Now, kind, node, -1, world.Now, text));
    }
}
