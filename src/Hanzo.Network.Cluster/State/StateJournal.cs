using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// The journal of what this node does to shared state. Its parent, <see cref="SharedState"/>, gives it one batch at a time,
/// so that nothing waits here, and hears what has become of it when it is stored.
/// </summary>
internal sealed class StateJournal : ReceivePersistentActor
{
    private readonly StateServices _services;
    private readonly CancellationTokenSource _stopped = new();
    private readonly IActorRef _parent = Context.Parent;

    /// <summary>Null before the journal has been read.</summary>
    private StateWriter? _writer;

    public StateJournal(StateServices services)
    {
        _services = services;
        PersistenceId = StateWriter.PersistenceIdOf(services.Network, services.NodeId);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<Store>(OnStore);
        Command<Meet>(_ => OnMeet());
        Command<WasRead>(read => OnRead(read.Writer));
        Command<Status.Failure>(failure => OnUnreadable(failure.Cause));
    }

    public override string PersistenceId { get; }

    /// <summary>Only the number of the last event: <see cref="OwnJournal"/> reads what the board has not got.</summary>
    public override Recovery Recovery => Recovery.None;

    private StateWriter Writer => _writer ?? throw new InvalidOperationException("The journal has not been read.");

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

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        base.PostStop();
    }

    private void OnRecovered() =>
        OwnJournal.ReadAsync(_services, LastSequenceNr, _stopped.Token).PipeTo(Self, success: writer => new WasRead(writer));

    private void OnUnreadable(Exception cause)
    {
        StateLog.StateUnreadable(_services.Log, cause);
        Context.Stop(Self);
    }

    private void OnRead(StateWriter writer)
    {
        _writer = writer;
        if (_services.IsJournaled && writer.LostItsEnd) StateLog.StateLostItsEnd(_services.Log, writer.Id!);
        else if (writer.Id is not null)
        {
            TellOpened(writer.Id);
            return;
        }

        var opened = writer.Open(_services.Ids);
        Persist(ToJournal(opened), _ =>
        {
            writer.Replay(opened);
            TellOpened(opened.Writer);
        });
    }

    private void TellOpened(string id)
    {
        KeepMark();
        StateLog.StateOpened(_services.Log, Writer.Journaled - 1, id);
        _parent.Tell(new Opened(id, [.. Writer.Met]));
    }

    private void KeepMark()
    {
        if (_services.IsJournaled) _services.Board.Mark = Writer.Mark;
    }

    private void OnMeet()
    {
        // When it has been read, the parent says so again.
        if (_writer is null || !_services.IsJournaled || _writer.Unmet() is not { Count: > 0 } met) return;
        var stored = 0;
        PersistAll(met.Select(ToJournal).ToImmutableArray(), journaled =>
        {
            Writer.Replay(journaled.Manifest, journaled.Payload.Span);
            if (++stored == met.Count) KeepMark();
        });
    }

    /// <summary>While the events are being stored nothing else is received, and the parent sends nothing more to store.</summary>
    private void OnStore(Store store)
    {
        var batch = Writer.Begin(_services.Time.GetUtcNow());
        var decided = new Decided([.. store.Records.Select(record => new Outcome(record, batch.Decide(record.Write.Command)))]);
        var events = batch.Operations.Select(ToJournal).ToImmutableArray();
        if (events.IsEmpty || !_services.IsJournaled)
        {
            Writer.Commit(batch);
            _parent.Tell(decided);
            return;
        }

        var stored = 0;
        PersistAll(events, _ =>
        {
            if (++stored < events.Length) return;
            Writer.Commit(batch);
            KeepMark();
            _parent.Tell(decided);
        });
    }

    private JournaledEvent ToJournal(object @event)
    {
        var encoded = StateCodec.Encode(@event);
        return new JournaledEvent(encoded.Manifest, encoded.Payload, _services.Time.GetUtcNow());
    }

    private sealed record WasRead(StateWriter Writer);
}
