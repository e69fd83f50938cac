using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;
using Hanzo.Network.State;
using static System.Globalization.CultureInfo;

namespace Hanzo.Network.Simulation.Work;

/// <summary>Works on shared state as the nodes' callers do, and reads at the end what each node knows of it.</summary>
public sealed class StateWriters(
    TimeProvider time, SimulatedRandom random, IReadOnlyList<ISimulatedNode> nodes, Action<Observation> observe)
{
    /// <summary>Operations on one key; then it is left, and another one begun.</summary>
    public const int MaxOperations = 100;

    /// <summary>Of a change: to remove in one, to set in two, to set in the version that was read in the rest.</summary>
    private const int Ways = 8;

    private static readonly TimeRange Gap = TimeRange.Seconds(0.5, 4);

    private static readonly (StateDeed Deed, string Name)[] Deeds =
    [
        (StateDeed.Append, "notes"), (StateDeed.Increment, "sum"), (StateDeed.Set, "plan"), (StateDeed.Change, "guest"),
    ];

    private readonly int[] _operations = new int[Deeds.Length];
    private TimeSpan _until;

    /// <summary>Works from now until that moment of the world.</summary>
    public void Start(TimeSpan until)
    {
        _until = until;
        Plan();
    }

    /// <summary>Each node that is ready tells what it knows; the answers take a moment.</summary>
    public void Read()
    {
        foreach (var node in nodes)
            if (node is { IsReady: true, Network.State: { } state, Process: { } process })
                process.Post(() => _ = ReadAsync(node.Index, node.Life, state));
    }

    private void Plan() => time.After(Gap.Draw(random), () =>
    {
        if (time.Now() >= _until) return;
        WorkOnce();
        Plan();
    });

    private void WorkOnce()
    {
        var ready = nodes.Where(node => node.IsReady).ToArray();
        if (ready.Length == 0 || ready[random.Next(ready.Length)] is not { Network.State: { } state, Process: { } process } node) return;
        var kind = random.Next(Deeds.Length);
        var number = ++_operations[kind];
        var key = StateKey.Parse(string.Create(InvariantCulture, $"{Deeds[kind].Name}-{number / MaxOperations}"));
        var element = Deeds[kind].Deed == StateDeed.Increment
            ? string.Create(InvariantCulture, $"{1 + random.Next(9)}")
            : string.Create(InvariantCulture, $"{node.Index}.{node.Life}.{number}");
        var work = new Work(node.Index, node.Life, key, Deeds[kind].Deed, element, (StateConsistency)random.Next(3), random.Next(Ways));
        process.Post(() => _ = WorkAsync(work, state));
    }

    private async Task WorkAsync(Work work, INetworkState state)
    {
        observe(new StateAsked(time.Now(), work.Node, work.Life, work.Key.Value, work.Deed, work.Element));
        try
        {
            await DoAsync(work, state);
        }
        catch (AgentNetworkException)
        {
            // Nothing is promised, and it may have been done.
            return;
        }

        observe(new StateAcknowledged(time.Now(), work.Node, work.Life, work.Key.Value, work.Deed, work.Element));
    }

    private async Task DoAsync(Work work, INetworkState state)
    {
        var (key, level) = (work.Key, work.Consistency);
        switch (work.Deed)
        {
            case StateDeed.Append:
                await state.AppendAsync(key, StateValue.Of(work.Element), level);
                break;
            case StateDeed.Increment:
                await state.IncrementAsync(key, long.Parse(work.Element, InvariantCulture), level);
                break;
            case StateDeed.Set:
                await state.SetAsync(key, StateValue.Of(work.Element), level);
                break;
            case StateDeed.Change when work.Way == 0:
                await state.RemoveAsync(key, level);
                break;
            case StateDeed.Change when work.Way <= 2:
                await state.SetAsync(key, StateValue.Of(work.Element), level);
                break;
            default:
                var known = await state.GetAsync(key, level);
                var set = await state.CompareAndSetAsync(key, known?.Version, StateValue.Of(work.Element));
                observe(new StateCompared(time.Now(), work.Node, work.Life, key.Value, known?.Version, set.Version));
                break;
        }
    }

    private async Task ReadAsync(int node, int life, INetworkState state)
    {
        foreach (var item in await state.ListAsync())
        {
            var values = item.Value!.Value.ToElement();
            ImmutableArray<string> elements = item.Kind == StateKind.List
                ? [.. values.EnumerateArray().Select(value => value.GetString()!)]
                : [values.ToString()];
            observe(new StateRead(time.Now(), node, life, item.Key.Value, item.Version, elements));
        }

        observe(new StateRead(time.Now(), node, life, Key: "", Version: "", []));
    }

    /// <param name="Way">Of several that a deed is done in.</param>
    private sealed record Work(
        int Node, int Life, StateKey Key, StateDeed Deed, string Element, StateConsistency Consistency, int Way);
}
