using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Does to the world what a plan says, and takes it back when a fault is over.</summary>
public sealed class FaultInjector(SimulatedPlace place, CoverageCounter coverage)
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly SimulatedWorld _world = place.World;
    private readonly Links _links = place.Network.Links;

    public void Plan(FaultPlan plan)
    {
        foreach (var fault in plan.Faults)
            _world.At(fault.At, () =>
            {
                coverage.Count(fault.Kind);
                _world.Trace.Add(new TraceLine(
                    _world.Now, TraceKind.Fault, fault.Node, fault.Other, _world.Now + fault.Lasts, FaultText.Of(fault)));
                var end = Begin(fault);
                _world.After(fault.Lasts, end);
            });
    }

    /// <returns>What takes it back.</returns>
    private Action Begin(Fault fault) => fault.Kind switch
    {
        FaultKind.Crash => Away(Node(fault), () => Node(fault).Kill(ProcessEnd.Crash)),
        FaultKind.PowerLoss => PowerLoss(Node(fault)),
        FaultKind.Leave => Away(Node(fault), Node(fault).Leave),
        FaultKind.ReusedAddress => ReuseAddress(Node(fault)),
        FaultKind.Pause => Pause(Node(fault), sleeps: false),
        FaultKind.Sleep => Both(Pause(Node(fault), sleeps: true), CutOff(other => other == fault.Node)),
        FaultKind.Partition => CutOff(other => (((long)fault.Amount >> other) & 1) != 0),
        FaultKind.OneWay => Cut(fault.Node, fault.Other),
        FaultKind.SlowLink => Slow(fault),
        FaultKind.DatagramLoss => Set(() => _links.Loss += fault.Amount, () => _links.Loss -= fault.Amount),
        FaultKind.DatagramDuplication => Set(() => _links.Duplication += fault.Amount, () => _links.Duplication -= fault.Amount),
        FaultKind.BreakStreams => Once(() => place.Network.Break(fault.Node, fault.Other)),
        FaultKind.HalfOpen => Once(() => place.Network.Swallow(fault.Node, fault.Other)),
        FaultKind.LyingRefusal => Set(
            () => _links.Lie(fault.Node, fault.Other, on: true), () => _links.Lie(fault.Node, fault.Other, on: false)),
        FaultKind.ClockDrift => Set(() => Node(fault).Clock.Rate *= fault.Amount, () => Node(fault).Clock.Rate /= fault.Amount),
        FaultKind.ClockJump => Set(() => SetClock(fault, by: fault.Amount), () => SetClock(fault, by: -fault.Amount)),
        FaultKind.SlowDisk => Set(() => place.Disk.Slowness *= fault.Amount, () => place.Disk.Slowness /= fault.Amount),
        FaultKind.FullDisk => Set(() => place.Disk.IsFull = true, () => place.Disk.IsFull = false),
        FaultKind.FailingDisk => Set(() => place.Disk.IsFailing = true, () => place.Disk.IsFailing = false),
        FaultKind.JournalPowerLoss => Set(place.Journal.PowerLoss, place.Journal.PowerOn),
        FaultKind.SlowModel => Set(
            () => place.Weather.ModelDelay += TimeSpan.FromSeconds(fault.Amount),
            () => place.Weather.ModelDelay -= TimeSpan.FromSeconds(fault.Amount)),
        FaultKind.FailingModel => Set(() => place.Weather.ModelFailure += fault.Amount, () => place.Weather.ModelFailure -= fault.Amount),
        FaultKind.SlowTool => Set(
            () => place.Weather.ToolDelay += TimeSpan.FromSeconds(fault.Amount),
            () => place.Weather.ToolDelay -= TimeSpan.FromSeconds(fault.Amount)),
        FaultKind.FailingTool => Set(() => place.Weather.ToolFailure += fault.Amount, () => place.Weather.ToolFailure -= fault.Amount),
        FaultKind.Drain => Away(Node(fault), () => Node(fault).Drain(TimeSpan.FromSeconds(fault.Amount))),
        FaultKind.Migrate => Set(() => Node(fault).Migrate((int)fault.Amount, place.Nodes[fault.Other]), () => { }),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "There is no such fault."),
    };

    private void SetClock(Fault fault, double by)
    {
        Node(fault).Clock.Offset += TimeSpan.FromSeconds(by);
        place.Watch.See(new ClockJumped(_world.Now, fault.Node));
    }

    private SimulatedNode Node(Fault fault) => place.Nodes[fault.Node];

    private static Action Away(SimulatedNode node, Action go)
    {
        node.HoldDown();
        go();
        return node.LetUp;
    }

    private Action PowerLoss(SimulatedNode node)
    {
        place.Network.SetDark(node.Index, dark: true);
        node.HoldDown();
        node.Kill(ProcessEnd.PowerLoss);
        return () =>
        {
            place.Network.SetDark(node.Index, dark: false);
            node.LetUp();
        };
    }

    private Action ReuseAddress(SimulatedNode node)
    {
        node.HoldDown();
        node.Kill(ProcessEnd.Crash);
        var squatter = new Squatter(place.Network, node);
        return () =>
        {
            squatter.Leave();
            node.LetUp();
        };
    }

    private Action Pause(SimulatedNode node, bool sleeps)
    {
        if (node.Process is not { IsPaused: false } process) return () => { };
        SetPaused(true);
        return () => SetPaused(false);

        void SetPaused(bool paused)
        {
            if (node.Process != process) return;
            if (sleeps) process.Time.SetAsleep(paused);
            process.IsPaused = paused;
            place.Watch.See(new ProcessPaused(_world.Now, node.Index, node.Life, paused));
        }
    }

    /// <summary>All ways between those who are in and those who are not; the journal stands outside.</summary>
    private Action CutOff(Func<int, bool> isIn)
    {
        var inside = Enumerable.Range(0, place.Nodes.Length).Where(isIn).ToArray();
        var outside = Enumerable.Range(0, place.Nodes.Length).Except(inside).ToArray();
        var ways = inside.SelectMany(i => outside.SelectMany(o => new[] { (i, o), (o, i) })).ToArray();
        foreach (var (from, to) in ways) _links.Cut(from, to);
        foreach (var node in inside) place.CutFromJournal(node);
        return () =>
        {
            foreach (var (from, to) in ways) _links.Mend(from, to);
            foreach (var node in inside) place.MendToJournal(node);
        };
    }

    private Action Cut(int from, int to)
    {
        _links.Cut(from, to);
        return () => _links.Mend(from, to);
    }

    private Action Slow(Fault fault)
    {
        _links.Slow(fault.Node, fault.Amount * Millisecond);
        return () => _links.Slow(fault.Node, -fault.Amount * Millisecond);
    }

    private static Action Both(Action one, Action other) => () =>
    {
        other();
        one();
    };

    private static Action Set(Action begin, Action end)
    {
        begin();
        return end;
    }

    private static Action Once(Func<int> act)
    {
        act();
        return () => { };
    }
}
