using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Descriptions and loads of nodes, between Distributed Data and the directory, whose child it is.</summary>
internal sealed class NodeRegistry : ReceiveActor, IWithTimers
{
    public const string Name = "nodes";

    /// <summary>A description that some node does not confirm reaches it with the replicators' gossip.</summary>
    private static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(2);

    /// <summary>A replicator that has failed may have forgotten its subscribers and what it held.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly IActorRef _directory;
    private readonly ILogger _log;
    private readonly UnreadableValues _unreadable;
    private NodeRecords _records;

    public NodeRegistry(string nodeId, IActorRef directory, ILogger log)
    {
        (_records, _directory, _log) = (new NodeRecords(nodeId), directory, log);
        _unreadable = new UnreadableValues(log);
        Receive<Watch>(OnWatch);
        Receive<Unwatch>(OnUnwatch);
        Receive<Describe>(OnDescribe);
        Receive<Report>(OnReport);
        Receive<Changed>(OnChanged);
        Receive<Tick>(_ => OnRefresh());
        Receive<Confirm>(_ => OnConfirm());
        Receive<IUpdateResponse>(
            written => ((IActorRef)written.Request!).Tell(new Told(written.IsSuccessful)), written => written.Request is IActorRef);
        Receive<IUpdateResponse>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string nodeId, IActorRef directory, ILogger log) =>
        Akka.Actor.Props.Create(() => new NodeRegistry(nodeId, directory, log));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Refresh);
        _directory.Tell(NodesWanted.Instance);
    }

    /// <summary>Also when it is watched already: who subscribes anew is told the present value.</summary>
    private void OnWatch(Watch watch)
    {
        _records = _records with { Watched = _records.Watched.Add(watch.NodeId) };
        Subscribe(watch.NodeId);
    }

    private void OnUnwatch(Unwatch unwatch)
    {
        _records = _records with { Watched = _records.Watched.Remove(unwatch.NodeId) };
        _replicator.Tell(Dsl.Unsubscribe(RegistryKeys.Node(unwatch.NodeId), Self));
        _replicator.Tell(Dsl.Unsubscribe(RegistryKeys.Load(unwatch.NodeId), Self));
        if (unwatch.Emptied is not { } gone) return;
        Empty(RegistryKeys.Node(unwatch.NodeId), gone);
        Empty(RegistryKeys.Load(unwatch.NodeId), gone);
    }

    /// <summary>What another life has written meanwhile stays; should it be lost by this, that life writes it again.</summary>
    private void Empty(LWWRegisterKey<string> key, UniqueAddress gone)
    {
        var self = _cluster.SelfUniqueAddress;
        _replicator.Tell(Dsl.Update(
            key, new LWWRegister<string>(self, ""), WriteLocal.Instance,
            current => current.UpdatedBy.Equals(gone) ? current.WithValue(self, "") : current));
    }

    private void OnDescribe(Describe describe)
    {
        (_records, var write) = _records.Described(describe.Description, describe.Everywhere);
        if (_records.TooLarge is { } bytes)
            RegistryLog.TooLarge(_log, RegistryKeys.Node(_records.NodeId).Id, bytes, RegistryKeys.MaxValueBytes);
        if (write is not null) Write(write);
    }

    private void OnConfirm()
    {
        if (_records is { Description: { } write, IsTold: true }) Write(write with { Everywhere = true }, asker: Sender);
        else Sender.Tell(new Told(Everywhere: false));
    }

    private void OnReport(Report report)
    {
        (_records, var write) = _records.Loaded(report.Load);
        if (write is not null) Write(write);
    }

    private void OnChanged(Changed changed)
    {
        var key = changed.Key.Id;
        var register = changed.Get(new LWWRegisterKey<string>(key));
        if (_records.IsOwn(key)) OnOwn(key, register);
        else Pass(key, register);
    }

    private void OnOwn(string key, LWWRegister<string> register)
    {
        if (!register.UpdatedBy.Equals(_cluster.SelfUniqueAddress) && _records.Written(key) is { } write) Write(write);
    }

    private void Pass(string key, LWWRegister<string> register)
    {
        if (register.Value.Length == 0) return;
        try
        {
            if (RegistryKeys.IsNode(key, out _))
                _directory.Tell(new NodeTold(register.UpdatedBy, RegistryCodec.ReadDescription(register.Value)));
            else if (RegistryKeys.IsLoad(key, out _))
                _directory.Tell(new LoadTold(register.UpdatedBy, RegistryCodec.ReadLoad(register.Value)));
            _unreadable.Remove(key);
        }
        catch (FormatException error)
        {
            _unreadable.Add(key, error.Message);
        }
    }

    private void OnRefresh()
    {
        foreach (var nodeId in _records.Watched) Subscribe(nodeId);
        foreach (var write in _records.Again()) Write(write);
    }

    private void Subscribe(string nodeId)
    {
        _replicator.Tell(Dsl.Subscribe(RegistryKeys.Node(nodeId), Self));
        _replicator.Tell(Dsl.Subscribe(RegistryKeys.Load(nodeId), Self));
    }

    /// <param name="asker">Told whether it was confirmed.</param>
    private void Write(RecordWrite write, IActorRef? asker = null)
    {
        var self = _cluster.SelfUniqueAddress;
        IWriteConsistency consistency = write.Everywhere ? new WriteAll(Confirmation) : WriteLocal.Instance;
        _replicator.Tell(Dsl.Update(
            new LWWRegisterKey<string>(write.Key), new LWWRegister<string>(self, write.Text), consistency, asker,
            current => current.UpdatedBy.Equals(self) && current.Value == write.Text ? current : current.WithValue(self, write.Text)));
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
