using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>
/// What the runs of other agents wait for is told, and may be answered, at the run that has asked them as well: question <c>2</c> of the
/// run that call 3 waits for is <c>3:2</c> there. Only the asked run records question and answer.
/// </summary>
/// <param name="find">A run as its own session knows it; null: there is none.</param>
/// <param name="findGiven">The run of an id that a caller chose, likewise.</param>
/// <param name="answer">As <see cref="IAgentNetwork.AnswerAsync"/>, for a question of the run itself.</param>
public sealed class ChildQuestions(
    Func<RunId, CancellationToken, Task<RunResult?>> find,
    Func<string, CancellationToken, Task<RunResult?>> findGiven,
    Func<RunId, string, PersonAnswer, CancellationToken, Task<RunResult>> answer,
    TimeProvider time)
{
    /// <summary>Asked runs that cannot be read in this time, all together, are left out; the asking run itself is known.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    /// <summary>Of other runs that are told at once; the rest follows as these are answered.</summary>
    public const int Most = 100;

    private const char Separator = ':';

    /// <param name="run">Null: there is none.</param>
    /// <returns>The same, with what the runs wait for that it has asked, and those that they have asked.</returns>
    public async Task<RunResult?> GatherAsync(RunResult? run, CancellationToken cancellation)
    {
        if (run is not { Asks: { } asks } || run.Status.HasEnded()) return run;
        using var limit = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var told = await QuestionsOfAsync(asks, either.Token);
        cancellation.ThrowIfCancellationRequested();
        return told.IsEmpty ? run : run with { Status = RunStatus.Waiting, Approvals = run.Approvals.AddRange(told) };
    }

    /// <summary>Answers a question of the run, or of one that it has asked.</summary>
    /// <returns>The run as it is then; where it cannot be read any more, as it was when the question was found.</returns>
    /// <exception cref="AgentNetworkException">As <see cref="IAgentNetwork.AnswerAsync"/>: the answer is not recorded.</exception>
    public async Task<RunResult> AnswerAsync(RunId run, string approval, PersonAnswer given, CancellationToken cancellation)
    {
        RunResult? first = null;
        var (asked, question) = (run, approval);
        for (int end; (end = question.IndexOf(Separator, StringComparison.Ordinal)) >= 0; question = question[(end + 1)..])
        {
            if (!int.TryParse(question.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                throw new AgentNetworkException(
                    NetworkError.InvalidRequest, $"approval '{question}' is no id of one: before '{Separator}' it must have a number.");
            var asking = await find(asked, cancellation)
                ?? throw new AgentNetworkException(NetworkError.UnknownRun, $"run {asked} is unknown.");
            first ??= asking;
            asked = await ChildOfAsync(asking, step, cancellation) ?? throw new AgentNetworkException(
                NetworkError.Conflict, $"run {asked} does not wait for approval '{question}': it was answered, or there was none.");
        }

        var answered = await answer(asked, question, given, cancellation);
        return first is null ? answered : await NowAsync(first, cancellation);
    }

    /// <summary>Also of a call that has its answer: who did not hear that the question was answered says the same again.</summary>
    private async Task<RunId?> ChildOfAsync(RunResult asking, int step, CancellationToken cancellation)
    {
        if (asking.Asks?.Find(ask => ask.Step == step) is { } ask) return ask.Run;
        var call = $"{asking.Id.Session}.{new EffectId(asking.Id.Number, step)}";
        return (await findGiven(GivenRunId.OfCall(call), cancellation))?.Id;
    }

    /// <summary>The answer is recorded, whatever becomes of this.</summary>
    private async Task<RunResult> NowAsync(RunResult before, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await GatherAsync(await find(before.Id, either.Token).WaitAsync(either.Token), cancellation) ?? before;
        }
        catch (Exception away) when (MayBeAway(away))
        {
            cancellation.ThrowIfCancellationRequested();
            return before;
        }
    }

    private async Task<ImmutableArray<PendingApproval>> QuestionsOfAsync(ImmutableList<AskedRun> asks, CancellationToken cancellation)
    {
        var questions = await Task.WhenAll(asks.Select(ask => QuestionsOfAsync(ask, cancellation)));
        return [.. questions.SelectMany(all => all).Take(Most)];
    }

    private async Task<IEnumerable<PendingApproval>> QuestionsOfAsync(AskedRun ask, CancellationToken cancellation)
    {
        RunResult? found;
        try
        {
            found = await find(ask.Run, cancellation).WaitAsync(cancellation);
        }
        catch (Exception away) when (MayBeAway(away))
        {
            // Who asks again is told then.
            return [];
        }

        if (found is null) return [];
        var further = found.Asks is { } asks ? await QuestionsOfAsync(asks, cancellation) : [];
        return found.Approvals.Concat(further).Select(asked => asked with { Id = IdOf(ask, asked), Run = asked.Run ?? ask.Run });
    }

    /// <summary>It moves, or its history is out of reach.</summary>
    private static bool MayBeAway(Exception error) =>
        error is AgentNetworkException or EventStoreException or OperationCanceledException;

    private static string IdOf(AskedRun ask, PendingApproval asked) =>
        string.Create(CultureInfo.InvariantCulture, $"{ask.Step}{Separator}{asked.Id}");
}
