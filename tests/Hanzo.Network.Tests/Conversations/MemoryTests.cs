using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Models;
using Hanzo.Network.Tests.Memory;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Runs of an agent that remembers.</summary>
public sealed class MemoryTests : EffectRunnerCase
{
    private static readonly RecalledMemory Tea = new("m1", "I like tea.", "the user", ManualTime.Start, 0.4);

    private readonly InMemoryMemoryStore _store = new();
    private readonly Talk _talk = NewTalk(new AgentMemory());

    [Fact]
    public void The_memory_is_asked_before_the_first_turn_and_told_after_the_last()
    {
        _talk.Tell(new StartRun("r1", "What do I like?") { User = "ada" });
        var recall = Open<RecallMemories>();
        recall.User.ShouldBe("ada");
        recall.Transcript.ShouldBe([new UserEntry("What do I like?")]);

        _talk.End(new CompleteRecall(recall.Id, [Tea]));
        var turn = Open<CallModel>();
        (turn.IsFirst, turn.Recalled.Single()).ShouldBe((true, Tea));
        _talk.Ask("t");
        _talk.End(new CompleteToolCall(Open<CallTool>().Id, "T"));
        Open<CallModel>().Recalled.ShouldBe([Tea]);

        _talk.Say("Tea.");
        var keep = Open<KeepMemories>();
        (keep.Said, keep.Answer, keep.User, keep.MayReflect).ShouldBe(("What do I like?", "Tea.", "ada", false));
        keep.Recalled.ShouldBe(["m1"]);
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Running);

        _talk.End(new CompleteKeep(keep.Id, new KeptMemories(2, 1)));
        (_talk.State.ResultOf(1)!.Status, _talk.State.ResultOf(1)!.Output).ShouldBe((RunStatus.Completed, "Tea."));
        var kept = _talk.Events.OfType<MemoryKept>().Single();
        (kept.Added, kept.Forgotten).ShouldBe((2, 1));
        (_talk.State.Runs[1].Recalled, _talk.State.Runs[1].Answer).ShouldBe((null, null));
    }

    [Fact]
    public void What_was_recalled_is_in_the_journal_before_a_model_is_asked_and_is_the_same_after_a_crash()
    {
        _talk.Start();
        _talk.End(new CompleteRecall(Open<RecallMemories>().Id, [Tea]));

        var again = _talk.Crash().Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        again.Recalled.ShouldBe([Tea]);
        Talk.Dump(Talk.Replay(_talk.Events)).ShouldBe(Talk.Dump(_talk.State));
    }

    [Fact]
    public void A_recall_that_a_crash_cut_is_made_again()
    {
        _talk.Start();

        var again = _talk.Crash().Effects.ShouldHaveSingleItem().ShouldBeOfType<RecallMemories>();

        again.Recovered.ShouldBeTrue();
        _talk.End(new CompleteRecall(again.Id, []));
        _talk.Say("done");
        _talk.Crash().Effects.ShouldHaveSingleItem().ShouldBeOfType<KeepMemories>().Answer.ShouldBe("done");
        _talk.End(new CompleteKeep(Open<KeepMemories>().Id, KeptMemories.None));
        _talk.State.ResultOf(1)!.Output.ShouldBe("done");
    }

    [Fact]
    public void A_memory_that_does_not_work_costs_a_run_nothing()
    {
        _talk.Start();
        _talk.End(new FailModelCall(Open<RecallMemories>().Id, "lost"));
        Open<CallModel>().Recalled.ShouldBeEmpty();
        _talk.Say("done");
        _talk.End(new CompleteKeep(Open<KeepMemories>().Id, KeptMemories.None) { Error = "disk full" });

        (_talk.State.ResultOf(1)!.Status, _talk.State.ResultOf(1)!.Output).ShouldBe((RunStatus.Completed, "done"));
        _talk.Events.OfType<MemoryRecalled>().Single().Error.ShouldBe("lost");
        _talk.Events.OfType<MemoryKept>().Single().Error.ShouldBe("disk full");
    }

    [Fact]
    public void Outcomes_of_another_kind_change_nothing()
    {
        _talk.Start();
        var recall = Open<RecallMemories>().Id;

        foreach (var wrong in new EffectOutcome[]
            { new CompleteModelCall(recall, "x", []), new CompleteToolCall(recall, "x"), new CompleteKeep(recall, KeptMemories.None) })
            _talk.Tell(wrong).Events.ShouldBeEmpty();
        _talk.End(new CompleteRecall(recall, []));
        _talk.Tell(new CompleteRecall(Open<CallModel>().Id, [])).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_is_cancelled_while_it_is_reminded_ends()
    {
        _talk.Start();

        _talk.Tell(new CancelRun(1, "enough"));

        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Cancelled);
        _talk.Events.OfType<MemoryRecalled>().Single().Error.ShouldBe("cancelled: enough");
    }

    [Fact]
    public void A_deadline_that_passes_while_the_answer_is_remembered_costs_no_answer()
    {
        _talk.Start(deadline: _talk.Now.AddSeconds(5));
        _talk.End(new CompleteRecall(Open<RecallMemories>().Id, []));
        _talk.Say("done");
        _talk.Now = _talk.Now.AddSeconds(6);

        _talk.Tell(new ExpireRuns());

        (_talk.State.ResultOf(1)!.Status, _talk.State.ResultOf(1)!.Output).ShouldBe((RunStatus.Completed, "done"));
        _talk.State.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public void A_reflection_is_asked_for_only_where_the_budget_has_room()
    {
        foreach (var (tokens, may) in new[] { (50_000L, true), (2_000L, false) })
        {
            var talk = NewTalk(new AgentMemory { Reflect = true, Recall = 0 });
            talk.Tell(new StartRun("r1", "x") { Limits = new RunLimits { Tokens = tokens } });
            talk.Say("done");
            var keep = talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<KeepMemories>();
            keep.MayReflect.ShouldBe(may);
            talk.End(new CompleteKeep(keep.Id, KeptMemories.None) { AskedModel = may, Usage = may ? new ModelUsage(100, 20) : null });
            talk.State.ResultOf(1)!.Usage!.ModelCalls.ShouldBe(may ? 2 : 1);
        }
    }

    [Fact]
    public async Task A_run_is_told_what_an_earlier_one_of_its_user_said()
    {
        var model = ScriptedChatClient.Saying("Noted.", "You like green tea.");
        await RunAsync(_talk, model, "I like green tea.", "ada");
        var later = NewTalk(new AgentMemory());

        await RunAsync(later, model, "Which tea do I like?", "ada");

        model.Seen[0].Count.ShouldBe(2);
        var told = model.Seen[1][0].Text;
        told.ShouldStartWith(BuiltInAgents.Math.Instructions);
        told.ShouldContain("""{"at":"2026-01-02","by":"the user","text":"I like green tea."}""");
        later.Events.OfType<MemoryRecalled>().Single().Memories.ShouldContain(memory => memory.Text == "I like green tea.");
    }

    [Fact]
    public async Task Another_users_run_is_told_nothing_of_it()
    {
        var model = ScriptedChatClient.Saying("Noted.", "I do not know.");
        await RunAsync(_talk, model, "I like green tea.", "ada");

        await RunAsync(NewTalk(new AgentMemory()), model, "Which tea do I like?", "bob");
        await RunAsync(NewTalk(new AgentMemory { Scope = MemoryScope.Agent }), model, "Which tea do I like?", "eve");

        model.Seen.Skip(1).ShouldAllBe(seen => !seen[0].Text.Contains("green", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_guardrails_have_left_is_what_is_remembered()
    {
        var talk = NewTalk(new AgentMemory(), new GuardrailRule { On = GuardrailStage.Input, Pattern = "sk-[a-z]+", With = "[key]" });

        await RunAsync(talk, ScriptedChatClient.Saying("Fine."), "Use sk-abc for the tea.", "ada");

        (await _store.ListAsync(MemoryFilter.All, 10, CancellationToken.None)).Select(entry => entry.Text)
            .ShouldBe(["Use [key] for the tea.", "Fine."], ignoreOrder: true);
    }

    [Fact]
    public async Task A_blocked_run_is_not_remembered_and_reminded_of_nothing()
    {
        await RunAsync(_talk, ScriptedChatClient.Saying("Noted."), "The secret is tea.", "ada");
        var talk = NewTalk(new AgentMemory(), new GuardrailRule { On = GuardrailStage.Input, Pattern = "secret" });

        await RunAsync(talk, ScriptedChatClient.Saying("Fine."), "What is the secret?", "ada");

        talk.Events.OfType<MemoryRecalled>().Single().Memories.ShouldBeEmpty();
        talk.Events.OfType<MemoryAsked>().Count().ShouldBe(1);
        talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up_in_time()
    {
        var run = RunnerWith(new HangingMemoryStore()).RunAsync(
            new RecallMemories(new EffectId(1, 1), Run, [new UserEntry("x")], null), _talk.Agent, null, CancellationToken.None);

        Time.Advance(TimeSpan.FromSeconds(11));

        ((CompleteRecall)await run.WaitAsync(Bound)).Error.ShouldBe("the memory did not answer within 10 s.");
    }

    [Fact]
    public async Task A_store_that_breaks_when_it_is_cut_does_not_break_who_cuts_it()
    {
        using var caller = new CancellationTokenSource();
        var run = RunnerWith(new HangingMemoryStore(() => throw new InvalidOperationException("out of order"))).RunAsync(
            new RecallMemories(new EffectId(1, 1), Run, [new UserEntry("x")], null), _talk.Agent, null, caller.Token);

        Should.NotThrow(caller.Cancel);

        await Should.ThrowAsync<OperationCanceledException>(() => run.WaitAsync(Bound));
        Should.NotThrow(() => Time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_node_without_a_memory_says_so()
    {
        var run = await RunnerOf(ScriptedChatClient.Saying("x")).RunAsync(
            new RecallMemories(new EffectId(1, 1), Run, [new UserEntry("x")], null), _talk.Agent, null, CancellationToken.None);

        ((CompleteRecall)run).Error.ShouldBe("this node keeps no memories.");
    }

    [Fact]
    public async Task Without_a_model_old_memories_are_put_together_of_their_own_sentences()
    {
        var talk = NewTalk(new AgentMemory { Reflect = true });
        for (var run = 1; run <= 12; run++) await RunAsync(talk, new EchoChatClient(), $"Fact {run} is about trains.", "ada");

        talk.Events.OfType<MemoryKept>().Sum(kept => kept.Reflected).ShouldBe(10);
        var reflection = (await _store.ListAsync(new MemoryFilter { Kind = MemoryKind.Reflection }, 9, CancellationToken.None)).Single();
        reflection.Text.ShouldContain("trains");
    }

    private T Open<T>() => _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<T>();

    private static Talk NewTalk(AgentMemory memory, params GuardrailRule[] guardrails) =>
        new() { Agent = BuiltInAgents.Math with { Memory = memory, Guardrails = [.. guardrails] } };

    private EffectRunner RunnerWith(IMemoryStore store, IChatClient? model = null) =>
        new(new ModelProvider(model), new ToolCatalog([]), Time, memory: Remembered.Manager(store, Time));

    /// <summary>To its end.</summary>
    private async Task RunAsync(Talk talk, IChatClient model, string input, string user)
    {
        talk.Tell(new StartRun($"r{talk.State.NextRun}", input) { User = user });
        while (talk.UnderWay.Values.SingleOrDefault() is { } call)
            talk.End(await RunnerWith(_store, model).RunAsync(call, talk.Agent, null, CancellationToken.None).WaitAsync(Bound));
    }
}
