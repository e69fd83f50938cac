using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;
using static Hanzo.Network.Cluster.Registry.SharedRequests;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// Deployed agents and wishes, between Distributed Data and the directory, whose child it is. What it asks the replicator carries
/// what is to be done with the answer, so that nothing is lost with a restart but the request itself.
/// </summary>
internal sealed class SharedRegistry : ReceiveActor, IWithTimers
{
    public const string Name = "shared";

    /// <summary>Waiting for a majority of the nodes.</summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(3);

    /// <summary>What the group has decided counts whoever has heard of it: only so long does its asker wait for the others.</summary>
    private static readonly TimeSpan SpreadLongest = TimeSpan.FromSeconds(1);

    /// <summary>A replicator that has failed may have forgotten its subscribers and what it held.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly IActorRef _directory;
    private readonly UnreadableValues _unreadable;
    private DeployedAgents _agents;
    private ImmutableSortedDictionary<string, string> _wishes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private ImmutableSortedSet<AgentName> _watched = [];

    /// <summary>Longest time of a change: to read, to write, to look what counts, to list.</summary>
    public static readonly TimeSpan LongestChange = Confirmation * 4 + TimeSpan.FromSeconds(1);

    /// <summary>Names with a change under way here. One that the replicator has forgotten ends by a timer.</summary>
    private ImmutableSortedSet<AgentName> _changing = [];

    public SharedRegistry(IActorRef directory, DeployedAgents remembered, ILogger log)
    {
        (_directory, _agents, _unreadable) = (directory, remembered, new UnreadableValues(log));
        Receive<PutAgent>(OnPutAgent);
        Receive<RemoveAgent>(remove => Begin(new Change(remove.Name, null, Sender) { At = remove.At }));
        Receive<Committed>(OnCommitted);
        Receive<LookForAgent>(look => Ask(look.Name, new Look(look.Name, Sender)));
        Receive<PutWish>(OnPutWish);
        Receive<DropWishes>(OnDropWishes);
        Receive<IGetResponse>(read => OnRead(read, (Change)read.Request!), read => read.Request is Change);
        Receive<IGetResponse>(read => OnConfirmed(read, (Reread)read.Request!), read => read.Request is Reread);
        Receive<IGetResponse>(read => OnFound(read, (Look)read.Request!), read => read.Request is Look);
        Receive<IUpdateResponse>(written => OnWritten(written, (Change)written.Request!), written => written.Request is Change);
        Receive<IUpdateResponse>(written => OnSettled(written, (Settle)written.Request!), written => written.Request is Settle);
        Receive<IUpdateResponse>(written => OnSpread((Spread)written.Request!), written => written.Request is Spread);
        Receive<IUpdateResponse>(_ => { });
        Receive<Changed>(OnChanged);
        Receive<Tick>(_ => Start());
        Receive<Overdue>(overdue => _changing = _changing.Remove(overdue.Name));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="remembered">What the process knew before this actor system; it counts by its versions.</param>
    public static Props Props(IActorRef directory, DeployedAgents remembered, ILogger log) =>
        Akka.Actor.Props.Create(() => new SharedRegistry(directory, remembered, log));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Refresh);
        Start();
    }

    private void Start()
    {
        _replicator.Tell(Dsl.Subscribe(RegistryKeys.Agents, Self));
        _replicator.Tell(Dsl.Subscribe(RegistryKeys.Wishes, Self));
        foreach (var name in _watched) Watch(name);
        foreach (var agent in _agents.ByName.Values) Remember(agent);
    }

    private void Remember(DeployedAgent agent)
    {
        var key = RegistryKeys.Agent(agent.Name);
        _replicator.Tell(Dsl.Update(key, Register(agent), WriteLocal.Instance));
        WatchNew(agent.Name);
        if (agent.Definition is not null) _replicator.Tell(SharedWrites.Index(_cluster, agent, WriteLocal.Instance, request: null));
    }

    private void OnPutAgent(PutAgent put)
    {
        if (_agents.WhyNot(put.Agent) is { } why) Sender.Tell(new Refused(NetworkError.InvalidRequest, why));
        else Begin(new Change(put.Agent.Name, put.Agent, Sender));
    }

    private void Begin(Change change)
    {
        var keeper = AgentKeeper.Of(_cluster);
        if (keeper is not null && !keeper.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
        {
            var why = $"the node that was asked to change agent '{change.Name}' is not the network's oldest any more; try again.";
            change.Asker.Tell(new Refused(NetworkError.Unavailable, why));
        }
        else if (_changing.Contains(change.Name))
        {
            change.Asker.Tell(Conflicting(change.Name));
        }
        else
        {
            _changing = _changing.Add(change.Name);
            Timers.StartSingleTimer(change.Name, new Overdue(change.Name), LongestChange);
            Ask(change.Name, change);
        }
    }

    private void End(AgentName name, IActorRef asker, object answer)
    {
        _changing = _changing.Remove(name);
        Timers.Cancel(name);
        asker.Tell(answer);
    }

    private void Ask(AgentName name, object request) =>
        _replicator.Tell(Dsl.Get(RegistryKeys.Agent(name), new ReadMajority(Confirmation), request));

    private void OnFound(IGetResponse read, Look look)
    {
        var key = RegistryKeys.Agent(look.Name);
        if (read.IsFailure)
        {
            look.Asker.Tell(NoMajority(look.Name));
            return;
        }

        var found = read.IsSuccessful ? Decode(key.Id, read.Get(key)) : null;
        if (found is not null)
        {
            WatchNew(look.Name);
            Told(found);
        }

        look.Asker.Tell(new Done(found?.Version ?? 0));
    }

    private void OnRead(IGetResponse read, Change change)
    {
        var key = RegistryKeys.Agent(change.Name);
        if (read.IsFailure)
        {
            End(change.Name, change.Asker, NoMajority(change.Name));
            return;
        }

        // What this version cannot read has a version nevertheless.
        var last = read.IsSuccessful ? read.Get(key) : null;
        var lastVersion = last?.Timestamp ?? 0;
        var next = change.Agent is { } agent
            ? DeployedAgent.Next(agent, lastVersion)
            : DeployedAgent.TakenBack(change.Name, last is null ? null : Decode(key.Id, last), lastVersion, change.At);
        if (next is null)
        {
            End(change.Name, change.Asker, new Done(0));
            return;
        }

        var request = change with { Next = next };
        _replicator.Tell(Dsl.Update(
            key, Register(next), new WriteMajority(Confirmation), request, current => current.Merge(Register(next))));
    }

    private void OnWritten(IUpdateResponse written, Change change)
    {
        if (!written.IsSuccessful)
        {
            End(change.Name, change.Asker, Unconfirmed($"agent '{change.Name}'"));
            return;
        }

        Ask(change.Name, new Reread(change.Next!, change.Asker));
    }

    /// <summary>Of two that were written under one version, each by a keeper that did not know of the other, one counts.</summary>
    private void OnConfirmed(IGetResponse read, Reread written)
    {
        var (next, asker) = (written.Next, written.Asker);
        if (!read.IsSuccessful)
        {
            End(next.Name, asker, NoMajority(next.Name));
            return;
        }

        var counts = read.Get(RegistryKeys.Agent(next.Name));
        WatchNew(next.Name);
        if (Decode(RegistryKeys.Agent(next.Name).Id, counts) is { } told) Told(told);
        if (counts.Timestamp == next.Version && counts.Value != RegistryCodec.Write(next))
        {
            End(next.Name, asker, Conflicting(next.Name));
            return;
        }

        var settle = new Settle($"agent '{next.Name}'", next.Version, asker) { Agent = next.Name };
        _replicator.Tell(SharedWrites.Index(_cluster, next, new WriteMajority(Confirmation), settle));
    }

    private void OnCommitted(Committed committed)
    {
        var agent = committed.Agent;
        if (!committed.IsAwaited && ReferenceEquals(_agents.With(agent), _agents)) return;
        WatchNew(agent.Name);
        Told(agent);
        IWriteConsistency consistency = committed.IsAwaited ? new WriteMajority(SpreadLongest) : WriteLocal.Instance;
        var request = committed.IsAwaited ? new Spread(agent.Version, Sender) : null;
        _replicator.Tell(SharedWrites.Index(_cluster, agent, consistency, request: null));
        _replicator.Tell(Dsl.Update(
            RegistryKeys.Agent(agent.Name), Register(agent), consistency, request, current => current.Merge(Register(agent))));
    }

    private static void OnSpread(Spread spread) => spread.Asker.Tell(new Done(spread.Version));

    private void OnPutWish(PutWish put)
    {
        if (_wishes.Count >= RegistryKeys.MaxEntries && !_wishes.ContainsKey(put.Slot.ToString()))
        {
            Sender.Tell(new Refused(NetworkError.Unavailable, WishRules.FullText));
            return;
        }

        var settle = new Settle($"the wish for slot {put.Slot}", 0, Sender);
        _replicator.Tell(SharedWrites.PutWish(_cluster, put.Slot, put.Node, new WriteMajority(Confirmation), settle));
    }

    private void OnDropWishes(DropWishes drop) => _replicator.Tell(SharedWrites.DropWishes(_cluster, drop.Wishes));

    private void OnSettled(IUpdateResponse written, Settle settle)
    {
        object answer = written.IsSuccessful ? new Done(settle.Version) : Unconfirmed(settle.What);
        if (settle.Agent is { } name) End(name, settle.Asker, answer);
        else settle.Asker.Tell(answer);
    }

    private void OnChanged(Changed changed)
    {
        var key = changed.Key.Id;
        if (key == RegistryKeys.Wishes.Id)
        {
            _wishes = changed.Get(RegistryKeys.Wishes).ToImmutableSortedDictionary(StringComparer.Ordinal);
            _directory.Tell(new WishesTold(_wishes));
        }
        else if (key == RegistryKeys.Agents.Id)
        {
            foreach (var (text, _) in changed.Get(RegistryKeys.Agents).OrderBy(entry => entry.Key, StringComparer.Ordinal))
                if (AgentName.TryParse(text, out var name)) WatchNew(name);
        }
        else if (RegistryKeys.IsAgent(key, out var name) && Decode(key, changed.Get(RegistryKeys.Agent(name))) is { } told)
        {
            Told(told);
        }
    }

    private void Told(DeployedAgent agent)
    {
        var before = _agents;
        _agents = _agents.With(agent);
        _directory.Tell(new AgentTold(agent));
        foreach (var forgotten in before.ByName.Keys.Append(agent.Name).Except(_agents.ByName.Keys))
        {
            _watched = _watched.Remove(forgotten);
            _replicator.Tell(Dsl.Unsubscribe(RegistryKeys.Agent(forgotten), Self));
        }
    }

    private void WatchNew(AgentName name)
    {
        if (_watched.Contains(name)) return;
        _watched = _watched.Add(name);
        Watch(name);
    }

    private void Watch(AgentName name) => _replicator.Tell(Dsl.Subscribe(RegistryKeys.Agent(name), Self));

    private DeployedAgent? Decode(string key, LWWRegister<string> register)
    {
        try
        {
            var agent = RegistryCodec.ReadAgent(register.Value) with { Version = register.Timestamp };
            _unreadable.Remove(key);
            return agent;
        }
        catch (FormatException error)
        {
            _unreadable.Add(key, error.Message);
            return null;
        }
    }

    private LWWRegister<string> Register(DeployedAgent agent) => SharedWrites.Register(_cluster.SelfUniqueAddress, agent);

    private sealed record Overdue(AgentName Name);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
