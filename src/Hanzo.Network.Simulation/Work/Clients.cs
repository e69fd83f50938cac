using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Work;

/// <summary>
/// Asks the nodes for runs, as the seed has it: new sessions and continued ones, of every agent, at any node that has a process.
/// </summary>
public sealed class Clients
{
    /// <summary>Calls that wait at one time; while there are so many nobody asks.</summary>
    public const int MaxWaiting = 200;

    private static readonly TimeSpan SettlesAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeRange Patience = TimeRange.Seconds(1, 30);
    private static readonly TimeRange Deadline = TimeRange.Seconds(5, 60);

    private readonly TimeProvider _time;
    private readonly SimulatedRandom _random;
    private readonly IReadOnlyList<ISimulatedNode> _nodes;
    private readonly Action<Observation> _observe;
    private readonly ClientPace _pace;
    private readonly RunLedger _ledger = new();
    private readonly OrderedDictionary<RunId, ClientCall> _settling = [];
    private readonly List<ClientCall> _waiting = [];
    private TimeSpan _until;
    private int _requests;

    public Clients(TimeProvider time, SimulatedRandom random, IReadOnlyList<ISimulatedNode> nodes, Action<Observation> observe)
    {
        (_time, _random, _nodes, _observe) = (time, random, nodes, observe);
        _pace = new ClientPace(random);
    }

    /// <summary>Every run that some client was told of has an end that some client was told.</summary>
    public bool IsAllEnded => _ledger.IsAllEnded;

    /// <summary>Nobody waits for an answer who can still get one.</summary>
    public bool IsQuiet => _waiting.TrueForAll(call => call.IsGone);

    /// <summary>Asks from now until that moment of the world.</summary>
    public void Start(TimeSpan until)
    {
        _until = until;
        Plan();
    }

    /// <summary>Each node that is ready is asked once for a run of each agent: a healed network must serve them all.</summary>
    public void Probe()
    {
        foreach (var node in _nodes)
            foreach (var agent in Staff.Agents)
                if (node.IsReady) Ask(node, NewRequest() with { Agent = agent.Name.Value }, AskKind.Run, patience: null);
    }

    /// <summary>
    /// From now on someone watches each run that was accepted and whose end nobody was told; again and again, until it is.
    /// Runs go on by themselves; but who waited for one at a node that was lost has not been told its end.
    /// </summary>
    public void Settle()
    {
        foreach (var run in _ledger.Unended)
        {
            if (_settling.TryGetValue(run, out var call) && !call.IsGone) continue;
            if (Pick(_nodes, node => node.IsReady) is { } node) _settling[run] = Watch(node, run);
        }

        _time.After(SettlesAgainAfter, Settle);
    }

    private void Plan()
    {
        var (gap, count) = _pace.Next(_time.Now());
        _time.After(gap, () =>
        {
            if (_time.Now() >= _until) return;
            AskSome(count);
            Plan();
        });
    }

    private void AskSome(int count)
    {
        _waiting.RemoveAll(call => call.IsGone);
        // Sometimes all of a burst go on with one session, more of them than may wait there.
        var together = count > 1 && _ledger.Sessions.Count > 0 && _random.Chance(0.3) ? Pick(_ledger.Sessions) : (SessionId?)null;
        for (var i = 0; i < count && _waiting.Count < MaxWaiting; i++) AskOne(together);
        if (_random.Chance(0.1) && !_ledger.IsAllEnded && PickNode() is { } node) Watch(node, Pick(_ledger.Unended));
    }

    private void AskOne(SessionId? session)
    {
        if (PickNode() is not { } node) return;
        var request = NewRequest();
        session ??= _ledger.Sessions.Count > 0 && _random.Chance(0.3) ? Pick(_ledger.Sessions) : null;
        if (session is { } known) request = request with { Session = known };
        else if (!_random.Chance(0.05)) request = request with { Agent = Pick(Staff.Agents).Name.Value };
        if (_random.Chance(0.1)) request = request with { Deadline = node.Process!.Time.GetUtcNow() + Deadline.Draw(_random) };
        var kind = (AskKind)_random.Next(3);
        Ask(node, request, kind, _random.Chance(0.05) ? Patience.Draw(_random) : null);
    }

    private RunRequest NewRequest() => new(string.Create(CultureInfo.InvariantCulture, $"write r{++_requests}"))
    {
        Placement = (PlacementStrategy)_random.Next(4),
    };

    private void Ask(ISimulatedNode node, RunRequest request, AskKind kind, TimeSpan? patience)
    {
        var call = NewCall(request.Input["write ".Length..], node);
        node.Process!.Post(() => _ = call.AskAsync(request, kind, patience));
    }

    private ClientCall Watch(ISimulatedNode node, RunId run)
    {
        var call = NewCall(string.Create(CultureInfo.InvariantCulture, $"w{++_requests}"), node);
        node.Process!.Post(() => _ = call.WatchAsync(run));
        return call;
    }

    private ClientCall NewCall(string request, ISimulatedNode node)
    {
        var call = new ClientCall(request, node, _time, _ledger, _observe);
        _waiting.Add(call);
        return call;
    }

    /// <summary>Mostly one that is ready; now and then one that is not yet, or is stopped.</summary>
    private ISimulatedNode? PickNode() =>
        (_random.Chance(0.9) ? Pick(_nodes, node => node.IsReady) : null) ?? Pick(_nodes, node => node.Network is not null);

    private T Pick<T>(IReadOnlyList<T> some) => some[_random.Next(some.Count)];

    private T? Pick<T>(IReadOnlyList<T> all, Func<T, bool> suits)
    {
        var some = all.Where(suits).ToArray();
        return some.Length == 0 ? default : Pick(some);
    }
}
