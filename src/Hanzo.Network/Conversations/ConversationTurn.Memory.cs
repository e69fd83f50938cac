using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Conversations;

/// <summary>What a run is reminded of before its first turn, and what is remembered of it when it has its answer.</summary>
internal sealed partial class ConversationTurn
{
    private static CallEffect MemoryCallOf(ConversationState state, RunState run, EffectId id, RunId runId, MemoryStep what) =>
        what == MemoryStep.Recall
            ? new RecallMemories(id, runId, state.Transcript, run.User)
            : new KeepMemories(id, runId, LastSaid(state), run.Answer ?? "", run.User)
            {
                Recalled = [.. (run.Recalled ?? []).Select(memory => memory.Id)],
                MayReflect = what == MemoryStep.KeepAndReflect,
            };

    /// <summary>By guardrails it may be another text than the request's.</summary>
    private static string LastSaid(ConversationState state) =>
        state.Transcript.FindLast(entry => entry is UserEntry) is UserEntry said ? said.Text : "";

    public void Recall(CompleteRecall found)
    {
        var (number, step) = found.Effect;
        Record(new MemoryRecalled(number, step, found.Memories, now) { Error = found.Error });
    }

    public void Keep(CompleteKeep done)
    {
        var (number, step) = done.Effect;
        Record(new MemoryKept(number, step, done.Kept.Added, done.Kept.Forgotten, now)
        {
            Reflected = done.Reflected, AskedModel = done.AskedModel, Usage = Priced(done.Usage), Error = done.Error,
        });
    }

    /// <summary>A run goes on without its memory.</summary>
    public void EndMemory(long number, int step, MemoryStep what, string error) => Record(what == MemoryStep.Recall
        ? new MemoryRecalled(number, step, [], now) { Error = error }
        : new MemoryKept(number, step, 0, 0, now) { Error = error });

    private bool RemembersFirst(RunState run)
    {
        if (_agent.Memory is null or { Recall: 0 } || run is not { Recalled: null, ModelCalls: 0 }) return false;
        AskMemory(run.Number, MemoryStep.Recall);
        return true;
    }

    private void Complete(long number, string output)
    {
        if (_agent.Memory is not { } memory) Record(new RunCompleted(number, output, now) { Used = UsedBy(number) });
        else AskMemory(number, memory.Reflect && MayReflect(number) ? MemoryStep.KeepAndReflect : MemoryStep.Keep);
    }

    private bool MayReflect(long number) =>
        Allowance(number).WhyNoModelCall(MemoryReflection.MostTokens + SummaryPrompt.MaxTokens(_agent)) is null;

    private void AskMemory(long number, MemoryStep what)
    {
        var step = _state.Runs[number].LastStep + 1;
        Record(new MemoryAsked(number, step, what, now));
        Begin(number, step);
    }
}
