using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>One run id that a caller chose: remembers the session that it was bound to first.</summary>
internal sealed class RunDirectory : ReceivePersistentActor
{
    /// <summary>Who asks twice does so soon.</summary>
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ClaimWithin = TimeSpan.FromSeconds(3);

    private readonly SessionServices _services;
    private readonly string _id;
    private RunBinding? _known;

    public RunDirectory(SessionServices services, string id)
    {
        (_services, _id) = (services, id);
        PersistenceId = RunDirectoryRegion.PersistenceIdOf(id);
        SetReceiveTimeout(IdleAfter);

        Recover<JournaledEvent>(journaled => _known = RunBinding.Decode(journaled.Manifest, journaled.Payload.Span));
        Command<RunBind>(OnBind);
        Command<RunLookup>(_ => Sender.Tell(_known is { } known ? known.ToAnswer() : new RunFree(_id)));
        Command<Marked>(marked => Record(marked.Answer, marked.Binding, marked.To));
        Command<ReceiveTimeout>(_ => Context.Parent.Tell(new Passivate(SessionStop.Instance)));
        Command<SessionStop>(_ => Context.Stop(Self));
        Command<Status.Failure>(failure => RunDirectoryLog.NotRecorded(_services.Log, failure.Cause, _id));
    }

    public override string PersistenceId { get; }

    public static Props Props(SessionServices services, string id) => Akka.Actor.Props.Create(() => new RunDirectory(services, id));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        RunDirectoryLog.NotRecorded(_services.Log, cause, _id);

    // Another writer was faster; whoever asks again finds what that one has recorded.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Context.Stop(Self);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        RunDirectoryLog.NotRead(_services.Log, reason, _id);

    private void OnBind(RunBind bind)
    {
        var (answer, binding) = RunBinding.Decide(_known, bind);
        if (binding is null) Sender.Tell(answer);
        else if (_services.Histories.HaveIndex) MarkAsync(answer, binding, Sender).PipeTo(Self);
        else Record(answer, binding, Sender);
    }

    private void Record(object answer, RunBinding binding, IActorRef to)
    {
        // While the shard was being marked, another may have asked.
        if (_known is not null)
        {
            to.Tell(_known.AnswerTo(binding.Fingerprint));
            return;
        }

        Persist(new JournaledEvent(RunBinding.Manifest, binding.Encode(), _services.Time.GetUtcNow()), _ =>
        {
            _known = binding;
            to.Tell(answer);
        });
    }

    /// <summary>An index without sessions says that this journal holds run ids of the shard, which then stays with it.</summary>
    private async Task<Marked> MarkAsync(object answer, RunBinding binding, IActorRef to)
    {
        var (slot, store) = (RunDirectoryRegion.SlotOf(_id), _services.Store);
        var index = SlotIndexName.PersistenceIdOf(slot);
        var directory = Context.ActorSelection($"/user/{NodeDirectory.Name}");
        if (await store.HighestAsync(index, CancellationToken.None) == 0)
        {
            try
            {
                var mark = new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(new SlotChanged([], [])));
                await store.AppendAsync(index, 0, _services.Writer, [mark], CancellationToken.None);
            }
            catch (EventStoreConflictException)
            {
                // Another one has marked it.
            }

            await TellAsync(directory, new HistoryFound([slot.ToString()]));
        }

        return new Marked(answer, binding, to);
    }

    /// <summary>Nodes that cannot read this one's journal must know before an id is bound in it.</summary>
    private async Task TellAsync(ActorSelection directory, HistoryFound found)
    {
        if (!_services.Histories.HaveStrangers)
        {
            directory.Tell(found, ActorRefs.NoSender);
            return;
        }

        try
        {
            await directory.Ask<DrainTold>(found, ClaimWithin);
        }
        catch (AskTimeoutException)
        {
            // They are on their way out.
        }
    }

    private sealed record Marked(object Answer, RunBinding Binding, IActorRef To);
}
