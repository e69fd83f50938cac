using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// Shared state of this node, between its journal, the process's board and Distributed Data. What it asks the replicator carries
/// what is to be done with the answer.
/// </summary>
internal sealed class SharedState : ReceiveActor, IWithTimers
{
    public const string Name = "state";

    /// <summary>Waiting for the nodes that an operation asks for.</summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(3);

    /// <summary>Longest time of an operation: to read, to journal, to be confirmed.</summary>
    public static readonly TimeSpan Longest = Confirmation * 3 + TimeSpan.FromSeconds(1);

    /// <summary>
    /// A replicator that has failed may have forgotten its subscribers and what it held: each time a few buckets are told to it
    /// again, so that all have been after four minutes.
    /// </summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private const int BucketsPerRefresh = StateBuckets.Count / 8;

    /// <summary>A journal that failed is opened again after this time.</summary>
    private static readonly TimeSpan Reopen = TimeSpan.FromSeconds(2);

    private const string NoJournal = "the journal of shared state cannot be used at this node now.";

    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly StateServices _services;
    private readonly UnreadableValues _unreadable;
    private readonly List<(object Request, IActorRef Asker)> _early = [];
    private readonly IActorRef _missed;
    private IActorRef? _journal;
    private Opened? _opened;
    private int _next;
    private int _writers;

    public SharedState(StateServices services)
    {
        (_services, _unreadable) = (services, new UnreadableValues(services.Log));
        _missed = Context.ActorOf(MissedWriters.Props(services));
        Receive<Open>(open => WhenOpened(open, asker => asker.Tell(_opened!)));
        Receive<Read>(read => WhenOpened(read, asker => OnRead(read, asker)));
        Receive<Write>(write => ToJournal(write, Sender));
        Receive<Compare>(compare => OnCompare(compare, Sender));
        Receive<Opened>(OnOpened);
        Receive<Recorded>(OnRecorded);
        Receive<IGetResponse>(read => OnLooked(read, (Look)read.Request!), read => read.Request is Look);
        Receive<IUpdateResponse>(written => OnConfirmed(written, (Confirming)written.Request!), written => written.Request is Confirming);
        Receive<IUpdateResponse>(_ => { });
        Receive<Changed>(OnChanged);
        Receive<Tick>(_ => OnRefresh());
        Receive<Terminated>(_ => OnJournalGone());
        Receive<OpenJournal>(_ => StartJournal());
        Receive<Revived>(_ => PublishAll());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private StateBoard Board => _services.Board;

    public static Props Props(StateServices services) => Akka.Actor.Props.Create(() => new SharedState(services));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Refresh);
        StartJournal();
        foreach (var bucket in Enumerable.Range(0, StateBuckets.Count)) Subscribe(bucket);
    }

    // The journal comes back by itself, after a while.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void StartJournal()
    {
        _journal = Context.ActorOf(StateJournal.Props(_services));
        Context.Watch(_journal);
    }

    private void OnJournalGone()
    {
        _journal = null;
        foreach (var (_, asker) in _early) asker.Tell(new Refused(NetworkError.Unavailable, NoJournal));
        _early.Clear();
        Timers.StartSingleTimer(nameof(OpenJournal), OpenJournal.Instance, Reopen);
    }

    private void OnOpened(Opened opened)
    {
        _opened = opened;
        PublishAll();
        _missed.Tell(opened);
        _journal?.Tell(Meet.Instance); // whom the board has heard of while there was no journal
        foreach (var (request, asker) in _early) Self.Tell(request, asker);
        _early.Clear();
    }

    /// <summary>What this node wrote itself, once, is known only when its journal has been read.</summary>
    private void WhenOpened(object request, Action<IActorRef> then)
    {
        if (_opened is not null) then(Sender);
        else if (_early.Count < StateJournal.MaxWaiting) _early.Add((request, Sender));
        else Sender.Tell(new Refused(NetworkError.Unavailable, $"{StateJournal.MaxWaiting} requests wait for the journal."));
    }

    private void OnRead(Read read, IActorRef asker)
    {
        if (read.Consistency == StateConsistency.Local) asker.Tell(new Found(Board.Read(read.Key)));
        else Ask(read.Key, read.Consistency, new Look(read.Key, asker, Then: null));
    }

    private void OnCompare(Compare compare, IActorRef asker)
    {
        if (!StateOwner.IsSelf(_cluster))
        {
            asker.Tell(new Refused(NetworkError.Unavailable, "the node that was asked is not the network's oldest any more; try again."));
        }
        else if (!StateKey.TryParse(compare.Key, out var key))
        {
            asker.Tell(new Refused(NetworkError.InvalidRequest, $"'{compare.Key}' is no state key."));
        }
        else
        {
            var set = new SetValue(key, StateValue.Parse(compare.Value), new ExpectedVersion(compare.Expected));
            Ask(key, StateConsistency.Majority, new Look(key, asker, new Write(set, StateConsistency.Majority)));
        }
    }

    private void Ask(StateKey key, StateConsistency consistency, Look look)
    {
        IReadConsistency from = consistency == StateConsistency.All ? new ReadAll(Confirmation) : new ReadMajority(Confirmation);
        _replicator.Tell(Dsl.Get(BucketMap.KeyOf(StateBuckets.Of(key)), from, look));
    }

    private void OnLooked(IGetResponse read, Look look)
    {
        if (read.IsFailure)
        {
            look.Asker.Tell(new Refused(NetworkError.Unavailable, $"too few nodes answer for state key '{look.Key}'."));
            return;
        }

        if (read.IsSuccessful) BucketMap.Tell(read.Get(BucketMap.KeyOf(StateBuckets.Of(look.Key))), Board, _unreadable.Add);
        if (look.Then is { } write) ToJournal(write, look.Asker);
        else look.Asker.Tell(new Found(Board.Read(look.Key)));
    }

    private void ToJournal(Write write, IActorRef asker)
    {
        if (_journal is not null) _journal.Tell(new Record(write, asker));
        else asker.Tell(new Refused(NetworkError.Unavailable, NoJournal));
    }

    private void OnRecorded(Recorded recorded)
    {
        var groups = recorded.Records.GroupBy(record => (Bucket: StateBuckets.Of(record.Write.Command.Key), record.Write.Consistency));
        foreach (var group in groups)
        {
            IWriteConsistency consistency = group.Key.Consistency switch
            {
                StateConsistency.Local => WriteLocal.Instance,
                StateConsistency.All => new WriteAll(Confirmation),
                _ => new WriteMajority(Confirmation),
            };
            var entries = group.Select(record => record.Write.Command.Key).Distinct().ToDictionary(key => key, Board.Entry);
            Update(group.Key.Bucket, entries, consistency, new Confirming([.. group]));
        }
    }

    private void OnConfirmed(IUpdateResponse written, Confirming confirming)
    {
        foreach (var record in confirming.Records)
            record.Asker.Tell(written.IsSuccessful ? AnswerTo(record.Write) : Unconfirmed(record.Write));
    }

    private object AnswerTo(Write write)
    {
        var item = Board.Read(write.Command.Key);
        return write.Command is SetValue { Expected: not null }
            ? new Compared(item.Version, item.Time.ToString())
            : new Done(item, Changed: true);
    }

    private Refused Unconfirmed(Write write) => new(
        NetworkError.Unavailable,
        $"the change of state key '{write.Command.Key}' is recorded at node '{_services.NodeId}', but was not confirmed by "
            + $"{(write.Consistency == StateConsistency.All ? "all" : "a majority")} of the nodes within {Confirmation.TotalSeconds} s; "
            + "they will hear of it.");

    private void OnChanged(Changed changed)
    {
        if (!BucketMap.TryBucketOf(changed.Key.Id, out var bucket)) return;
        BucketMap.Tell(changed.Get(BucketMap.KeyOf(bucket)), Board, _unreadable.Add);
        if (Board.WriterCount == _writers) return;
        _writers = Board.WriterCount;
        _journal?.Tell(Meet.Instance);
    }

    private void OnRefresh()
    {
        for (var i = 0; i < BucketsPerRefresh; i++)
        {
            Subscribe(_next);
            if (_opened is not null) Publish(_next);
            _next = (_next + 1) % StateBuckets.Count;
        }
    }

    private void Subscribe(int bucket) => _replicator.Tell(Dsl.Subscribe(BucketMap.KeyOf(bucket), Self));

    private void PublishAll()
    {
        foreach (var bucket in Enumerable.Range(0, StateBuckets.Count)) Publish(bucket);
    }

    /// <summary>What this process knows, also from former actor systems and of other writers.</summary>
    private void Publish(int bucket)
    {
        var entries = Board.Bucket(bucket);
        if (entries.Count > 0) Update(bucket, new Dictionary<StateKey, StateEntry>(entries), WriteLocal.Instance, request: null);
    }

    private void Update(int bucket, IReadOnlyDictionary<StateKey, StateEntry> entries, IWriteConsistency consistency, object? request)
    {
        var self = _cluster.SelfUniqueAddress;
        _replicator.Tell(Dsl.Update(
            BucketMap.KeyOf(bucket), LWWDictionary<string, string>.Empty, consistency, request,
            map => BucketMap.With(map, self, entries)));
    }

    /// <param name="Then">What is decided when the key is known; null: the key is told.</param>
    private sealed record Look(StateKey Key, IActorRef Asker, Write? Then);

    /// <param name="Records">Of one bucket and one consistency.</param>
    private sealed record Confirming(ImmutableArray<Record> Records);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record OpenJournal
    {
        public static readonly OpenJournal Instance = new();
    }
}
