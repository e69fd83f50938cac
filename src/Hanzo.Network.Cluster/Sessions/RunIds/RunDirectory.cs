using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>
/// One run id that a caller chose: remembers the session that it was bound to first. What its journal does not know, another one may:
/// none is believed to be free before each journal that holds ids of its shard was asked, and none is bound before each has recorded
/// the same: an earlier home's append may still be on its way there.
/// </summary>
internal sealed class RunDirectory : ReceivePersistentActor
{
    /// <summary>Who asks twice does so soon.</summary>
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RecallWithin = TimeSpan.FromSeconds(2);

    /// <summary>Askers that wait at once; further ones ask again.</summary>
    private const int MaxWaiting = 1000;

    private readonly RunDirectoryServices _services;
    private readonly string _id;
    private readonly List<(IRunIdMessage Question, IActorRef Asker)> _waiting = [];
    private RunBinding? _known;
    private bool _isAtWork;
    private int _turn;

    public RunDirectory(RunDirectoryServices services, string id)
    {
        (_services, _id) = (services, id);
        PersistenceId = RunDirectoryRegion.PersistenceIdOf(id);
        SetReceiveTimeout(IdleAfter);

        Recover<JournaledEvent>(journaled => _known = RunBinding.Decode(journaled.Manifest, journaled.Payload.Span));
        Command<RunBind>(OnAsked);
        Command<RunLookup>(OnAsked);
        Command<RunWord>(OnWord);
        Command<Claimed>(OnClaimed);
        Command<ReceiveTimeout>(_ => Context.Parent.Tell(new Passivate(SessionStop.Instance)));
        Command<SessionStop>(_ => Context.Stop(Self));
        Command<Status.Failure>(failure => OnFailed(failure.Cause));
    }

    public override string PersistenceId { get; }

    public static Props Props(RunDirectoryServices services, string id) => Akka.Actor.Props.Create(() => new RunDirectory(services, id));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        RunDirectoryLog.NotRecorded(_services.Log, cause, _id);

    // Another writer was faster; whoever asks again finds what that one has recorded.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Context.Stop(Self);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        RunDirectoryLog.NotRead(_services.Log, reason, _id);

    private void OnAsked(IRunIdMessage question)
    {
        if (_waiting.Count == MaxWaiting) return;
        _waiting.Add((question, Sender));
        if (_isAtWork) return;
        if (_known is not null) Settle();
        else Recall();
    }

    private void Recall()
    {
        _isAtWork = true;
        _turn++;
        var witnesses = Witnesses();
        if (witnesses.Asked.IsEmpty)
        {
            OnWord(witnesses.Conclude(_id, []));
            return;
        }

        ConcludeAsync(witnesses, [.. JournalsOf(witnesses).Select(journal => RecallAsync(journal))]).PipeTo(Self);
    }

    private RunWitnesses Witnesses() => RunWitnesses.Of(_services.Board.Current, _id, _services.ReadJournal(), _turn);

    private static ImmutableArray<ActorSelection> JournalsOf(RunWitnesses witnesses) =>
        [.. witnesses.Asked.Select(witness => Context.ActorSelection($"{witness.Address}/user/{RunJournal.Name}"))];

    private async Task<RunWord> ConcludeAsync(RunWitnesses witnesses, Task<RunRecalled?>[] asked) =>
        witnesses.Conclude(_id, await Task.WhenAll(asked));

    private async Task<RunRecalled?> RecallAsync(ActorSelection witness, RunBinding? binding = null)
    {
        try
        {
            return await witness.Ask<RunRecalled>(new RunRecall(_id) { Binding = binding }, RecallWithin);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private void OnWord(RunWord word)
    {
        _known ??= word.Binding;
        if (_known is not null || word.Held is null)
        {
            Settle();
            return;
        }

        _isAtWork = false;
        foreach (var (_, asker) in _waiting) asker.Tell(word.Held);
        _waiting.Clear();
    }

    /// <summary>Answers by what is known; who is first with a session for a free id waits until that is recorded.</summary>
    private void Settle()
    {
        RunBinding? first = null;
        var left = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (question, asker) in left)
        {
            var (answer, record) = RunBinding.Decide(_known, question);
            if (record is null) asker.Tell(answer);
            else _waiting.Add((question, asker));
            first ??= record;
        }

        _isAtWork = first is not null;
        if (first is null) return;
        var witnesses = Witnesses();
        if (witnesses.Missing is not null) GiveUp();
        else ClaimAsync(first, JournalsOf(witnesses)).PipeTo(Self);
    }

    /// <summary>In the order of the journals: who finds another binding goes on with that one.</summary>
    private async Task<Claimed> ClaimAsync(RunBinding binding, ImmutableArray<ActorSelection> others)
    {
        if (!await _services.Shards.ClaimAsync(RunDirectoryRegion.SlotOf(_id))) return new Claimed(binding, IsTold: false);
        foreach (var other in others)
        {
            if (await RecallAsync(other, binding) is not { Binding: { } known }) return new Claimed(binding, IsTold: false);
            binding = known;
        }

        return new Claimed(binding, IsTold: true);
    }

    private void OnClaimed(Claimed claimed)
    {
        if (!claimed.IsTold)
        {
            GiveUp();
            return;
        }

        var binding = claimed.Binding;
        Persist(new JournaledEvent(RunBinding.Manifest, binding.Encode(), _services.Time.GetUtcNow()), _ =>
        {
            _known = binding;
            Settle();
        });
    }

    private void OnFailed(Exception cause)
    {
        RunDirectoryLog.NotRecorded(_services.Log, cause, _id);
        GiveUp();
    }

    /// <summary>Whoever waits asks again.</summary>
    private void GiveUp()
    {
        _isAtWork = false;
        _waiting.Clear();
    }

    /// <param name="Binding">The caller's, or what another journal has had before it.</param>
    /// <param name="IsTold">Others know that this journal is to be asked, and have recorded the same.</param>
    private sealed record Claimed(RunBinding Binding, bool IsTold);
}
