using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.State;
using UniqueAddress = Akka.Cluster.UniqueAddress;
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

    /// <summary>Longest time of an operation: to read, to journal, to be confirmed, and to read again.</summary>
    public static readonly TimeSpan Longest = Confirmation * 3 + TimeSpan.FromSeconds(1);

    /// <summary>What has not come to the journal by then is not begun: nobody would hear how it ended.</summary>
    private static readonly TimeSpan Patience = Longest - Confirmation;

    /// <summary>
    /// A replicator that has failed may have forgotten its subscribers and what it held: each time a few buckets are told to it
    /// again, so that all have been after four minutes.
    /// </summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private const int BucketsPerRefresh = StateBuckets.Count / 8;

    /// <summary>Buckets that are told at once when the journal has been opened.</summary>
    private const int MostAnnounced = 16;

    /// <summary>Until this node is a member, and can hear what the others have.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    /// <summary>A journal that failed is opened again after this time.</summary>
    private static readonly TimeSpan Reopen = TimeSpan.FromSeconds(2);

    private const string NoJournal = "the journal of shared state cannot be used at this node now.";

    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly StateServices _services;
    private readonly UnreadableValues _unreadable;
    private readonly BucketReads _reads;
    private readonly WriteQueue _queue;
    private readonly List<(object Request, IActorRef Asker)> _early = [];
    private readonly SortedSet<int> _unannounced = [];
    private readonly IActorRef _missed;
    private ImmutableArray<Record> _inHand = [];
    private IActorRef? _journal;
    private bool _isJournalOpen;
    private Opened? _opened;
    private int _next;
    private int _announcing;
    private int _writers;

    public SharedState(StateServices services)
    {
        (_services, _unreadable) = (services, new UnreadableValues(services.Log));
        (_reads, _queue) = (new BucketReads(services.Time, Confirmation * 2), new WriteQueue(services.Time, Patience));
        _missed = Context.ActorOf(MissedWriters.Props(services));
        Receive<Open>(open => WhenOpened(open, asker => asker.Tell(_opened!)));
        Receive<Read>(read => WhenOpened(read, asker => OnRead(read, asker)));
        Receive<Write>(write => OnWrite(write, Sender));
        Receive<Compare>(compare => OnCompare(compare, Sender));
        Receive<Opened>(OnOpened);
        Receive<Decided>(OnDecided);
        Receive<IGetResponse>(read => OnLooked(read, (BucketReads.Round)read.Request!), read => read.Request is BucketReads.Round);
        Receive<IGetResponse>(read => Tell(read, (Telling)read.Request!), read => read.Request is Telling);
        Receive<IUpdateResponse>(written => OnConfirmed(written, (Confirming)written.Request!), written => written.Request is Confirming);
        Receive<IUpdateResponse>(NoteFailure);
        Receive<Changed>(OnChanged);
        Receive<Tick>(_ => OnRefresh());
        Receive<Terminated>(_ => OnJournalGone());
        Receive<OpenJournal>(_ => StartJournal());
        Receive<Announcing>(_ => Announce());
        Receive<Revived>(_ => AnnounceAll());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private StateBoard Board => _services.Board;

    /// <summary>Only of use when the journal has been opened.</summary>
    private string Writer => _opened?.Writer ?? "";

    public static Props Props(StateServices services) => Akka.Actor.Props.Create(() => new SharedState(services));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Refresh);
        StartJournal();
        foreach (var bucket in Enumerable.Range(0, StateBuckets.Count)) Subscribe(bucket);
    }

    protected override void PostStop()
    {
        RefuseWaiting();
        base.PostStop();
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
        (_journal, _isJournalOpen) = (null, false);
        RefuseWaiting();
        Timers.StartSingleTimer(nameof(OpenJournal), OpenJournal.Instance, Reopen);
    }

    /// <summary>What the journal had in hand may be stored, the rest is not.</summary>
    private void RefuseWaiting()
    {
        foreach (var record in _inHand) record.Asker.Tell(StateAnswers.NotKnown(record.Write));
        foreach (var asker in _queue.TakeAll().Select(record => record.Asker).Concat(_early.Select(early => early.Asker)))
            asker.Tell(new Refused(NetworkError.Unavailable, NoJournal));
        _inHand = [];
        _early.Clear();
    }

    private void OnOpened(Opened opened)
    {
        (_opened, _isJournalOpen) = (opened, true);
        AnnounceAll();
        _missed.Tell(opened);
        _journal?.Tell(Meet.Instance); // whom the board has heard of while there was no journal
        foreach (var (request, asker) in _early) Self.Tell(request, asker);
        _early.Clear();
        Flush();
    }

    /// <summary>What this node wrote itself, once, is known only when its journal has been read.</summary>
    private void WhenOpened(object request, Action<IActorRef> then)
    {
        if (_opened is not null) then(Sender);
        else if (_early.Count < WriteQueue.MaxWaiting) _early.Add((request, Sender));
        else Sender.Tell(new Refused(NetworkError.Unavailable, $"{WriteQueue.MaxWaiting} requests wait for the journal."));
    }

    private void OnRead(Read read, IActorRef asker)
    {
        if (read.Consistency == StateConsistency.Local) asker.Tell(new Found(Board.Read(read.Key)));
        else LookFirst(read.Key, read.Consistency, asker, () => asker.Tell(new Found(Board.Read(read.Key))));
    }

    /// <summary>What is to be found by whoever asks as many nodes has to be decided in the knowledge of as many.</summary>
    private void OnWrite(Write write, IActorRef asker)
    {
        var record = new Record(write, asker, _services.Time.GetTimestamp());
        if (write.Consistency == StateConsistency.Local) Enqueue(record);
        else LookFirst(write.Command.Key, write.Consistency, asker, () => Enqueue(record));
    }

    private void OnCompare(Compare compare, IActorRef asker)
    {
        if (!StateOwner.IsSelf(_cluster))
            asker.Tell(new Refused(NetworkError.Unavailable, "the node that was asked is not the network's oldest any more; try again."));
        else if (StateAnswers.TryRead(compare, out var set, out var refused))
            OnWrite(new Write(set, StateConsistency.Majority), asker);
        else
            asker.Tell(refused);
    }

    private void LookFirst(StateKey key, StateConsistency consistency, IActorRef asker, Action then) => Look(key, consistency, answered =>
    {
        if (answered) then();
        else asker.Tell(new Refused(NetworkError.Unavailable, $"too few nodes answer for state key '{key}'."));
    });

    private void Look(StateKey key, StateConsistency consistency, Action<bool> then) => Look(StateBuckets.Of(key), consistency, then);

    private void Look(int bucket, StateConsistency consistency, Action<bool> then)
    {
        if (_reads.IsFull) then(false);
        else Send(_reads.Add(bucket, consistency, then));
    }

    private void Send(BucketReads.Round? round)
    {
        if (round is null) return;
        IReadConsistency from = round.Consistency == StateConsistency.All ? new ReadAll(Confirmation) : new ReadMajority(Confirmation);
        _replicator.Tell(Dsl.Get(BucketMap.KeyOf(round.Bucket), from, round));
    }

    private void OnLooked(IGetResponse read, BucketReads.Round round)
    {
        if (read.IsSuccessful) BucketMap.Tell(read.Get(BucketMap.KeyOf(round.Bucket)), Board, _unreadable.Add);
        if (!_reads.End(round, out var next)) return;
        Send(next);
        foreach (var then in round.Callers) then(!read.IsFailure);
    }

    private void Enqueue(Record record)
    {
        RefuseLate();
        if (_journal is null) record.Asker.Tell(new Refused(NetworkError.Unavailable, NoJournal));
        else if (_queue.TryAdd(record)) Flush();
        else record.Asker.Tell(new Refused(NetworkError.Unavailable, $"{WriteQueue.MaxWaiting} writes wait at this node already."));
    }

    private void RefuseLate()
    {
        foreach (var late in _queue.TakeLate())
            late.Asker.Tell(new Refused(NetworkError.Unavailable, "the journal did not take it in time; nothing was changed."));
    }

    private void Flush()
    {
        if (_journal is null || !_isJournalOpen || !_inHand.IsEmpty) return;
        RefuseLate();
        _inHand = _queue.TakeBatch();
        if (!_inHand.IsEmpty) _journal.Tell(new Store(_inHand));
    }

    private void OnDecided(Decided decided)
    {
        _inHand = [];
        foreach (var outcome in decided.Outcomes)
            if (outcome.Decision is { Refusal: { } refusal, Error: var error }) outcome.Record.Asker.Tell(new Refused(error, refusal));
        var groups = decided.Outcomes.Where(outcome => outcome.Decision.Refusal is null)
            .GroupBy(outcome => (Bucket: StateBuckets.Of(outcome.Command.Key), outcome.Record.Write.Consistency));
        foreach (var group in groups) Confirm(group.Key.Bucket, group.Key.Consistency, [.. group]);
        Flush();
    }

    /// <summary>Also of what was nothing to do: as many as were asked for have to know that.</summary>
    private void Confirm(int bucket, StateConsistency consistency, ImmutableArray<Outcome> outcomes)
    {
        IWriteConsistency by = consistency switch
        {
            StateConsistency.Local => WriteLocal.Instance,
            StateConsistency.All => new WriteAll(Confirmation),
            _ => new WriteMajority(Confirmation),
        };
        var entries = outcomes.Select(outcome => outcome.Command.Key).Distinct().ToDictionary(key => key, Board.Entry);
        if (entries.Values.All(entry => entry.Cells.IsEmpty)) AnswerAll(outcomes); // what is not there was removed
        else Update(bucket, consistency: by, request: new Confirming(outcomes), (map, self) => BucketMap.Touched(map, self, entries));
    }

    private void AnswerAll(ImmutableArray<Outcome> outcomes)
    {
        foreach (var outcome in outcomes) Answer(outcome);
    }

    private void Answer(Outcome outcome) =>
        outcome.Record.Asker.Tell(StateAnswers.Of(outcome, Board.Entry(outcome.Command.Key), Writer));

    private void NoteFailure(IUpdateResponse written)
    {
        if (written is ModifyFailure failure) StateLog.NotReplicated(_services.Log, written.Key.Id, failure.Cause);
    }

    private void OnConfirmed(IUpdateResponse written, Confirming confirming)
    {
        NoteFailure(written);
        foreach (var outcome in confirming.Outcomes)
        {
            if (!written.IsSuccessful) outcome.Record.Asker.Tell(StateAnswers.Unconfirmed(outcome.Record.Write, _services.NodeId));
            else if (outcome is { Command: SetValue { Expected: not null }, Decision.Operation: not null }) LookAgain(outcome);
            else Answer(outcome);
        }
    }

    /// <summary>
    /// The oldest node may have become another one meanwhile, with a write of its own that expected the same: of the two the one that
    /// is confirmed last finds the other here.
    /// </summary>
    private void LookAgain(Outcome outcome) => Look(outcome.Command.Key, StateConsistency.Majority, answered =>
        outcome.Record.Asker.Tell(answered
            ? StateAnswers.OfCompared(outcome, Board.Entry(outcome.Command.Key), Writer)
            : StateAnswers.Unconfirmed(outcome.Record.Write, _services.NodeId)));

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
            if (_opened is not null) Compare(_next);
            _next = (_next + 1) % StateBuckets.Count;
        }

        // Reads that nobody answered are not counted any more.
        _announcing = 0;
        Announce();
    }

    private void Subscribe(int bucket) => _replicator.Tell(Dsl.Subscribe(BucketMap.KeyOf(bucket), Self));

    private void AnnounceAll()
    {
        _unannounced.UnionWith(Enumerable.Range(0, StateBuckets.Count).Where(bucket => Board.Bucket(bucket).Count > 0));
        Announce();
    }

    /// <summary>
    /// Tells what this process knows, also from former actor systems and of other writers. Before that it hears what the others have:
    /// of what several add without having heard of each other, the map keeps each as an author, until they have been gone for minutes.
    /// </summary>
    private void Announce()
    {
        if (_unannounced.Count > 0 && !StateOwner.IsUp(_cluster))
        {
            Timers.StartSingleTimer(nameof(Announcing), Announcing.Instance, Soon);
            return;
        }

        while (_announcing < MostAnnounced && _unannounced.Count > 0)
        {
            var bucket = _unannounced.Min;
            _unannounced.Remove(bucket);
            _announcing++;
            Look(bucket, StateConsistency.Majority, _ =>
            {
                _announcing--;
                Compare(bucket);
                Announce();
            });
        }
    }

    /// <summary>With what the replicator of this node holds, and tells it what it has not got.</summary>
    private void Compare(int bucket)
    {
        if (Board.Bucket(bucket).Count > 0)
            _replicator.Tell(Dsl.Get(BucketMap.KeyOf(bucket), ReadLocal.Instance, new Telling(bucket)));
    }

    private void Tell(IGetResponse read, Telling telling)
    {
        var entries = new Dictionary<StateKey, StateEntry>(Board.Bucket(telling.Bucket));
        var held = read.IsSuccessful ? read.Get(BucketMap.KeyOf(telling.Bucket)) : LWWDictionary<string, string>.Empty;
        if (!ReferenceEquals(BucketMap.With(held, _cluster.SelfUniqueAddress, entries), held))
            Update(telling.Bucket, WriteLocal.Instance, request: null, (map, self) => BucketMap.With(map, self, entries));
    }

    private void Update(
        int bucket, IWriteConsistency consistency, object? request,
        Func<LWWDictionary<string, string>, UniqueAddress, LWWDictionary<string, string>> change)
    {
        var self = _cluster.SelfUniqueAddress;
        _replicator.Tell(Dsl.Update(
            BucketMap.KeyOf(bucket), LWWDictionary<string, string>.Empty, consistency, request, map => change(map, self)));
    }

    /// <param name="Outcomes">Of one bucket and one consistency.</param>
    private sealed record Confirming(ImmutableArray<Outcome> Outcomes);

    private sealed record Telling(int Bucket);

    private sealed record Announcing
    {
        public static readonly Announcing Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record OpenJournal
    {
        public static readonly OpenJournal Instance = new();
    }
}
