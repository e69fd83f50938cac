using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// The journal of what this node does to shared state. What came while it was writing is decided and written together; the
/// parent, <see cref="SharedState"/>, hears of everything that is stored.
/// </summary>
internal sealed class StateJournal : ReceivePersistentActor
{
    /// <summary>Operations written together.</summary>
    public const int MaxBatch = 500;

    /// <summary>Writes that wait for those before them.</summary>
    public const int MaxWaiting = 10_000;

    private readonly StateServices _services;
    private readonly StateWriter _writer;
    private readonly IActorRef _parent = Context.Parent;
    private readonly Queue<Record> _waiting = [];
    private ImmutableArray<Record> _underWay = [];

    public StateJournal(StateServices services)
    {
        _services = services;
        _writer = new StateWriter(services.Board, services.NodeId);
        PersistenceId = StateWriter.PersistenceIdOf(services.Network, services.NodeId);
        Recover<JournaledEvent>(journaled => _writer.Replay(journaled.Manifest, journaled.Payload.Span));
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<Record>(OnRecord);
        Command<Flush>(_ => OnFlush());
        Command<Meet>(_ => OnMeet());
    }

    public override string PersistenceId { get; }

    public static Props Props(StateServices services) => Akka.Actor.Props.Create(() => new StateJournal(services));

    protected override void PostStop()
    {
        foreach (var record in _underWay.Concat(_waiting))
            record.Asker.Tell(new Refused(NetworkError.Unavailable, "the journal does not take it; a change may still come."));
        base.PostStop();
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        StateLog.StateNotRecorded(_services.Log, cause);

    // The journal rejects only what another writer was faster with: what that one wrote has to be read first.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        StateLog.StateReopened(_services.Log, cause);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => StateLog.StateUnreadable(_services.Log, reason);

    private void OnRecovered()
    {
        if (_writer.Id is not null)
        {
            TellOpened();
            return;
        }

        var opened = _writer.Open(_services.Ids);
        Persist(ToJournal(opened), _ =>
        {
            _writer.Replay(opened);
            TellOpened();
        });
    }

    private void TellOpened()
    {
        StateLog.StateOpened(_services.Log, _writer.Journaled - 1, _writer.Id!);
        _parent.Tell(new Opened(_writer.Id!, [.. _writer.Met]));
    }

    private void OnMeet()
    {
        var met = _writer.Unmet();
        if (met.Count == 0) return;
        PersistAll(met.Select(ToJournal).ToImmutableArray(), stored => _writer.Replay(stored.Manifest, stored.Payload.Span));
    }

    private void OnRecord(Record record)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            record.Asker.Tell(new Refused(NetworkError.Unavailable, $"{MaxWaiting} writes wait at this node already."));
            return;
        }

        if (_waiting.Count == 0) Self.Tell(Flush.Instance);
        _waiting.Enqueue(record);
    }

    /// <summary>While the events are being stored nothing else is received: so the board is what was decided on.</summary>
    private void OnFlush()
    {
        var batch = _writer.Begin(_services.Time.GetUtcNow());
        var underWay = ImmutableArray.CreateBuilder<Record>();
        while (batch.Operations.Count < MaxBatch && _waiting.TryDequeue(out var record)) Decide(batch, record, underWay);
        if (_waiting.Count > 0) Self.Tell(Flush.Instance);
        if (underWay.Count == 0) return;
        _underWay = underWay.ToImmutable();
        var events = batch.Operations.Select(ToJournal).ToImmutableArray();
        var stored = 0;
        PersistAll(events, _ =>
        {
            if (++stored == events.Length) OnStored(batch);
        });
    }

    private void Decide(StateBatch batch, Record record, ImmutableArray<Record>.Builder underWay)
    {
        switch (batch.Decide(record.Write.Command))
        {
            case { Refusal: { } refusal, Error: var error }:
                record.Asker.Tell(new Refused(error, refusal));
                break;
            case { Operation: not null }:
                underWay.Add(record);
                break;
            default:
                record.Asker.Tell(new Done(_services.Board.Read(record.Write.Command.Key), Changed: false));
                break;
        }
    }

    private void OnStored(StateBatch batch)
    {
        _writer.Commit(batch);
        _parent.Tell(new Recorded(_underWay));
        _underWay = [];
    }

    private JournaledEvent ToJournal(object @event)
    {
        var encoded = StateCodec.Encode(@event);
        return new JournaledEvent(encoded.Manifest, encoded.Payload, _services.Time.GetUtcNow());
    }

    private sealed record Flush
    {
        public static readonly Flush Instance = new();
    }
}
