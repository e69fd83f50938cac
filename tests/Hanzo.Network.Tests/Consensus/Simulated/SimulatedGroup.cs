using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Tests.Consensus.Checks;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>A group of up to seven members, its clients and its faults, in one thread, all from one seed.</summary>
internal sealed class SimulatedGroup
{
    private readonly ImmutableArray<SimulatedMember> _members;
    private readonly ImmutableArray<SimulatedClient> _clients;
    private readonly SimulatedFaults _faults;
    private readonly SortedDictionary<string, int> _happened = new(StringComparer.Ordinal);

    public SimulatedGroup(WorldOptions options)
    {
        var random = new Random(options.Seed);
        // With few entries a message, many states in between come to be.
        Options = random.Next(2) == 0 ? options : options with { Settings = options.Settings with { MaxBatchBytes = 1 } };
        Links = new SimulatedLinks(Clock, Fork(random), (from, to, message) => Member(to).Receive(from, message));
        var ids = Enumerable.Range(1, random.Next(1, 8)).Select(number => new MemberId("n" + number)).ToArray();
        var founders = GroupConfig.Of(ids.Take(random.Next(1, ids.Length + 1)));
        _members = [.. ids.Select(id =>
            new SimulatedMember(id, this, founders.Voters.Contains(id) ? founders : GroupConfig.Empty, Fork(random)))];
        _clients = [.. Enumerable.Range(1, options.Clients).Select(number => new SimulatedClient(number, this, Fork(random)))];
        _faults = new SimulatedFaults(this, Fork(random));
    }

    public WorldOptions Options { get; }

    public SimulatedClock Clock { get; } = new();

    public SimulatedLinks Links { get; }

    public SafetyChecks Safety { get; } = new();

    public ImmutableArray<SimulatedMember> Members => _members;

    /// <summary>How often what happened.</summary>
    public IReadOnlyDictionary<string, int> Happened => _happened;

    public SimulatedMember Member(MemberId id) => _members.First(member => member.Id == id);

    public SimulatedMember? Leader => _members.Where(member => member.Status?.Role == RaftRole.Leader).MaxBy(member => member.Status!.Term);

    /// <summary>Whom a client asks: mostly one that says it leads.</summary>
    public SimulatedMember Pick(Random random) =>
        random.Next(3) > 0 && _members.Where(member => member.Status?.Role == RaftRole.Leader).ToArray() is { Length: > 0 } leaders
            ? leaders[random.Next(leaders.Length)]
            : _members[random.Next(_members.Length)];

    /// <exception cref="PropertyBrokenException">A property does not hold.</exception>
    public void Run()
    {
        foreach (var member in _members) member.Start();
        foreach (var client in _clients) client.Start();
        _faults.Start();
        Clock.RunUntil(Options.FaultyTicks * SimulatedClock.Tick, () => false);
        _faults.Heal();
        Clock.RunUntil((Options.FaultyTicks + Options.HealedTicks) * SimulatedClock.Tick, IsAtRest);
        Count("election", Safety.Elections);
        Count("operation", _clients.Sum(client => client.History.Count));
        if (!Linearizability.Holds([.. _clients.SelectMany(client => client.History)]))
            throw new PropertyBrokenException("linearizability", $"no order of the operations explains what clients saw\n{Histories()}");
        if (!IsAtRest()) throw new PropertyBrokenException("liveness", Describe());
        var states = Voters().Select(member => member.State).ToArray();
        if (states.Any(state => !state.Entries.SequenceEqual(states[0].Entries)))
            throw new PropertyBrokenException("convergence", "members hold different stores");
    }

    public void Count(string what, int times = 1) => _happened[what] = _happened.GetValueOrDefault(what) + times;

    public string Histories() =>
        string.Join("\n", _clients.SelectMany(client => client.History).OrderBy(operation => operation.Called));

    private static Random Fork(Random random) => new(random.Next());

    private bool IsAtRest()
    {
        if (_clients.Any(client => !client.IsDone) || Leader is not { Status: { } leader } || leader.Config.IsJoint) return false;
        if (_members.Any(member => member.HasOpenSnapshot)) return false;
        return leader.Commit == leader.Last.Index && Voters().All(member => member.State.Index == leader.Commit);
    }

    private IEnumerable<SimulatedMember> Voters() =>
        _members.Where(member => Leader?.Status!.Config.Voters.Contains(member.Id) ?? false);

    private string Describe() =>
        $"not at rest {Options.HealedTicks} ticks after the heal\n"
        + string.Join("\n", _members.Select(member =>
            $"{member.Id}: {member.Status} machine at {member.State.Index}, open snapshot: {member.HasOpenSnapshot}"));
}
