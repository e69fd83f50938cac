using Akka.Actor;
using Akka.Persistence;

namespace Akka.Contract.Tests.Persistence;

internal sealed record Add(int Value);

internal sealed record AddMany(int[] Values);

internal sealed record AddAsync(int Value);

internal sealed record Added(int Value);

internal sealed record Ask(string What);

internal sealed record Recovered(object What, long LastSequenceNr, bool Recovering);

/// <summary>Persists numbers and tells a listener, in order, everything that happens to it.</summary>
internal sealed class Ledger : ReceivePersistentActor
{
    private readonly IActorRef _listener;
    private readonly List<int> _numbers = [];

    public Ledger(string id, IActorRef listener)
    {
        PersistenceId = id;
        _listener = listener;
        Recover<Added>(added =>
        {
            _numbers.Add(added.Value);
            Note(added);
        });
        Recover<SnapshotOffer>(offer =>
        {
            _numbers.AddRange((int[])offer.Snapshot);
            Note(offer.Snapshot);
        });
        Recover<RecoveryCompleted>(done => Note(done));
        Command<Add>(add => Persist(new Added(add.Value), Take));
        Command<AddMany>(many => PersistAll(many.Values.Select(value => new Added(value)), Take));
        Command<AddAsync>(add =>
        {
            PersistAsync(new Added(add.Value), Take);
            _listener.Tell($"command {add.Value}");
        });
        Command<Ask>(ask => Answer(ask.What));
        Command<SaveSnapshotSuccess>(saved => _listener.Tell(saved));
        Command<SaveSnapshotFailure>(failed => _listener.Tell(failed));
        Command<DeleteMessagesSuccess>(deleted => _listener.Tell(deleted));
        Command<DeleteSnapshotsSuccess>(deleted => _listener.Tell(deleted));
    }

    public override string PersistenceId { get; }

    public static Props Props(string id, IActorRef listener) => Akka.Actor.Props.Create(() => new Ledger(id, listener));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _listener.Tell($"failed {sequenceNr} {cause.Message}");
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _listener.Tell($"rejected {sequenceNr} {cause.Message}");
        base.OnPersistRejected(cause, @event, sequenceNr);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _listener.Tell($"no recovery {reason.Message}");
        base.OnRecoveryFailure(reason, message!);
    }

    private void Note(object what) => _listener.Tell(new Recovered(what, LastSequenceNr, IsRecovering));

    private void Take(Added added)
    {
        _numbers.Add(added.Value);
        Sender.Tell(added);
        _listener.Tell(added);
    }

    private void Answer(string what)
    {
        switch (what)
        {
            case "numbers":
                Sender.Tell(_numbers.ToArray());
                break;
            case "sequence":
                Sender.Tell(LastSequenceNr);
                break;
            case "snapshot":
                SaveSnapshot(_numbers.ToArray());
                break;
            case "delete":
                DeleteMessages(LastSequenceNr);
                break;
            case "delete snapshots":
                DeleteSnapshots(SnapshotSelectionCriteria.Latest);
                break;
            case "defer":
                DeferAsync("deferred", word => _listener.Tell(word));
                break;
            case "fail":
                throw new InvalidOperationException("told to fail");
            default:
                Sender.Tell(what);
                break;
        }
    }
}
