using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// The journal of what this node does to shared state. Its parent, <see cref="SharedState"/>, gives it one batch
/// at a time, so that nothing waits here, and hears what has become of it when it is stored.
/// </summary>
internal sealed class StateJournal : ReceivePersistentActor
{
    private readonly StateServices _services;
    private readonly StateWriter _writer;
    private readonly IActorRef _parent = Context.Parent;

    public StateJournal(StateServices services)
    {
        _services = services;
        _writer = new StateWriter(services.Board, services.NodeId);
        PersistenceId = StateWriter.PersistenceIdOf(services.Network, services.NodeId);
        Recover<JournaledEvent>(journaled => _writer.Replay(journaled.Manifest, journaled.Payload.Span));
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<Store>(OnStore);
        Command<Meet>(_ => OnMeet());
    }

    public override string PersistenceId { get; }

    public static Props Props(StateServices services) => Akka.Actor.Props.Create(() => new StateJournal(services));

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
        if (_services.IsJournaled && _writer.LostItsEnd) StateLog.StateLostItsEnd(_services.Log, _writer.Id!);
        else if (_writer.Id is not null)
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
        if (met.Count == 0 || !_services.IsJournaled) return;
        PersistAll(met.Select(ToJournal).ToImmutableArray(), stored => _writer.Replay(stored.Manifest, stored.Payload.Span));
    }

    /// <summary>While the events are being stored nothing else is received, and the parent sends nothing more to store.</summary>
    private void OnStore(Store store)
    {
        var batch = _writer.Begin(_services.Time.GetUtcNow());
        var decided = new Decided([.. store.Records.Select(record => new Outcome(record, batch.Decide(record.Write.Command)))]);
        var events = batch.Operations.Select(ToJournal).ToImmutableArray();
        if (events.IsEmpty || !_services.IsJournaled)
        {
            _writer.Commit(batch);
            _parent.Tell(decided);
            return;
        }

        var stored = 0;
        PersistAll(events, _ =>
        {
            if (++stored < events.Length) return;
            _writer.Commit(batch);
            _parent.Tell(decided);
        });
    }

    private JournaledEvent ToJournal(object @event)
    {
        var encoded = StateCodec.Encode(@event);
        return new JournaledEvent(encoded.Manifest, encoded.Payload, _services.Time.GetUtcNow());
    }
}
