using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Simulation.Tests.Work;

/// <summary>The scripted model and tools as the application's own runner of effects calls them.</summary>
public sealed class ScriptedEffectTests
{
    private static readonly RunId Run = RunId.Parse("scribe.1.01J9ZZZZZZZZZZZZZZZZZZZZZZ.2");
    private readonly SimulatedWorld _world = new(1, records: false);
    private readonly SimulatedProcess _process;
    private readonly List<Observation> _seen = [];
    private readonly EffectWeather _weather = new();
    private readonly EffectRunner _runner;

    public ScriptedEffectTests()
    {
        _process = new SimulatedProcess(_world, 1, "n2.3");
        var place = new WorkPlace(2, 3, _process.Time, _world.Time, _seen.Add);
        var catalog = new ToolCatalog(Staff.Tools(place, _weather, 5));
        _runner = new EffectRunner(new ModelProvider(new ScriptedChatClient(place, _weather, 5)), catalog, _process.Time);
    }

    [Fact]
    public void A_model_call_is_told_under_its_key_and_says_the_same_streamed_whole_and_repeated()
    {
        var deltas = new List<string>();
        var streamed = End(Model(step: 1, "write r1", deltas.Add)).ShouldBeOfType<CompleteModelCall>();
        var whole = End(Model(step: 1, "write r1", null)).ShouldBeOfType<CompleteModelCall>();

        streamed.Text.ShouldBe(whole.Text);
        streamed.ToolCalls.ShouldBe(whole.ToolCalls);
        string.Concat(deltas).ShouldBe(whole.Text);
        _seen.OfType<EffectStarted>().Select(e => (e.Node, e.Life, e.Effect, e.Policy)).Distinct()
            .ShouldBe([(2, 3, $"{Run}.1", "model")]);
        _seen.OfType<EffectEnded>().Select(e => (e.Effect, e.How)).Distinct().ShouldBe([($"{Run}.1", EffectEnd.Done)]);
    }

    [Fact]
    public void A_failing_model_fails_the_call()
    {
        _weather.ModelFailure = 1;

        End(Model(step: 1, "write r1", null)).ShouldBeOfType<FailModelCall>().Error.ShouldContain("overloaded");
        _seen.OfType<EffectEnded>().Single().How.ShouldBe(EffectEnd.Failed);
    }

    [Fact]
    public void A_slow_model_takes_so_much_longer()
    {
        End(Model(step: 1, "write r1", null));
        var usual = _world.Now;
        _weather.ModelDelay = TimeSpan.FromSeconds(30);

        End(Model(step: 1, "write r1", null));

        _world.Now.ShouldBe((usual * 2) + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_cut_call_is_told_as_cut_whether_model_or_tool()
    {
        using var caller = new CancellationTokenSource();
        var model = Model(step: 1, "write r1", _ => { }, caller.Token);
        var tool = Tool(step: 2, "note", """{"label":"l","amount":1}""", caller.Token);
        _world.RunUntil(TimeSpan.FromMilliseconds(50));

        _process.Post(caller.Cancel);
        _world.RunUntil(_world.Now);

        (model.IsCanceled, tool.IsCanceled).ShouldBe((true, true));
        _seen.OfType<EffectEnded>().Select(e => (e.Effect, e.How)).Order()
            .ShouldBe([($"{Run}.1", EffectEnd.Cut), ($"{Run}.2", EffectEnd.Cut)]);
    }

    [Fact]
    public void A_tool_takes_its_time_and_answers_the_same_again()
    {
        var one = End(Tool(step: 2, "transfer", """{"label":"l","amount":7}""")).ShouldBeOfType<CompleteToolCall>();
        var again = End(Tool(step: 2, "transfer", """{"label":"l","amount":7}"""));

        one.Output.ShouldBe("transfer l: 7");
        again.ShouldBe(one);
        _seen.OfType<EffectStarted>().Select(e => (e.Effect, e.Policy)).Distinct().ShouldBe([($"{Run}.2", "Reconcilable")]);
        _world.Now.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Bad_arguments_and_unknown_tools_begin_nothing()
    {
        End(Tool(step: 2, "note", """{"label":"l","amount":0}""")).ShouldBeOfType<FailToolCall>().Error.ShouldContain("at least 1");
        End(Tool(step: 2, "nobodys", "{}")).ShouldBeOfType<FailToolCall>().Error.ShouldContain("no tool 'nobodys'");

        _seen.ShouldBeEmpty();
    }

    [Fact]
    public void A_tool_beyond_its_timeout_is_told_as_timed_out()
    {
        _weather.ToolDelay = TimeSpan.FromMinutes(1);

        End(Tool(step: 2, "send_letter", """{"label":"l","amount":1}""")).ShouldBeOfType<FailToolCall>().Error.ShouldContain("no result");

        _seen.OfType<EffectEnded>().Single().How.ShouldBe(EffectEnd.TimedOut);
    }

    [Fact]
    public void A_failing_tool_fails_the_call()
    {
        _weather.ToolFailure = 1;

        End(Tool(step: 2, "look_up", """{"label":"l","amount":1}""")).ShouldBeOfType<FailToolCall>().Error.ShouldContain("out of order");
        _seen.OfType<EffectEnded>().Single().How.ShouldBe(EffectEnd.Failed);
    }

    private static Agent AgentOf(string tool) =>
        Staff.Agents.FirstOrDefault(agent => agent.Tools.Any(used => used.Name == tool)) ?? Staff.Agents[0];

    private Task<EffectOutcome> Model(int step, string said, Action<string>? onDelta, CancellationToken cancellation = default)
    {
        var call = new CallModel(new EffectId(2, step), Run, ImmutableList.Create<TranscriptEntry>(new UserEntry(said)));
        return Begin(call, Staff.Agents[^1], onDelta, cancellation);
    }

    private Task<EffectOutcome> Tool(int step, string tool, string arguments, CancellationToken cancellation = default)
    {
        var call = new CallTool(new EffectId(2, step), Run, new ToolRequest("call", tool, arguments));
        return Begin(call, AgentOf(tool), null, cancellation);
    }

    private Task<EffectOutcome> Begin(CallEffect call, Agent agent, Action<string>? onDelta, CancellationToken cancellation)
    {
        Task<EffectOutcome>? effect = null;
        _process.Post(() => effect = _runner.RunAsync(call, agent, onDelta, cancellation));
        _world.RunUntil(_world.Now);
        return effect!;
    }

    private EffectOutcome End(Task<EffectOutcome> effect)
    {
        _world.RunUntil(() => effect.IsCompleted, _world.Now + TimeSpan.FromMinutes(6)).ShouldBeTrue("the effect has no end");
        return effect.GetAwaiter().GetResult();
    }
}
