using System.Text;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Routing;
using Hanzo.Network.Tests.InProcess;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Tests.Routing;

public sealed class RouterFileTests
{
    private const string Weighted = """
        {
          "combine": "weights",
          "routers": [
            {
              "use": "rules", "weight": 0.8,
              "rules": [{ "pattern": "shout", "agent": "echo" }, { "pattern": "GPU", "agent": "device", "match_case": true }]
            },
            { "use": "semantic", "weight": 0.2, "threshold": 0.75, "related_cosine": 0.4 }
          ]
        }
        """;

    [Fact]
    public void A_file_is_read_as_it_says()
    {
        var plan = Parse(Weighted);

        plan.Combine.ShouldBe(RouterCombination.Weights);
        plan.Parts.Select(part => (part.Kind, part.Weight)).ShouldBe([(RouterKind.Rules, 0.8), (RouterKind.Semantic, 0.2)]);
        plan.Parts[0].Rules.Select(rule => (rule.Pattern, rule.Agent.Value, rule.MatchCase))
            .ShouldBe([("shout", "echo", false), ("GPU", "device", true)]);
        (plan.Parts[1].Threshold, plan.Parts[1].RelatedCosine).ShouldBe((0.75, 0.4));
        Parse("""{"routers":[{"use":"model","model":"small","timeout_seconds":3},"keywords"]}""").Parts[0].Timeout.TotalSeconds.ShouldBe(3);
        Parse("""{"routers":[{"use":"least_loaded","among":["a","b"]}]}""").Parts[0].Among.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"routers":[]}""", "routers", "has no items")]
    [InlineData("""{"routers":["rules"]}""", "routers[0]", "'rules' is missing")]
    [InlineData("""{"routers":["psychic"]}""", "routers[0]", "must be one of semantic, rules, keywords")]
    [InlineData("""{"routers":[{"use":"rules","rules":[{"pattern":"(","agent":"a"}]}]}""", "routers[0].rules[0].pattern", "cannot be")]
    [InlineData("""{"routers":[{"use":"rules","rules":[{"pattern":"x","agent":"No"}]}]}""", "routers[0].rules[0].agent", "no agent name")]
    [InlineData("""{"routers":[{"use":"rules","rules":[{"pattern":"x"}]}]}""", "routers[0].rules[0]", "'agent' is missing")]
    [InlineData("""{"routers":[{"use":"semantic","threshold":1.5}]}""", "routers[0].threshold", "from 0 to 1")]
    [InlineData("""{"routers":[{"use":"semantic","weight":2}]}""", "routers[0].weight", "'combine' is 'weights'")]
    [InlineData("""{"combine":"weights","routers":[{"use":"semantic","weight":0}]}""", "routers[0].weight", "from 0")]
    [InlineData("""{"routers":[{"use":"semantic","rules":[]}]}""", "routers[0].rules", "no field of 'semantic'")]
    [InlineData("""{"routers":[{"use":"model","timeout_seconds":0}]}""", "routers[0].timeout_seconds", "1 to 120")]
    [InlineData("""{"combine":"vote","routers":["keywords"]}""", "combine", "must be one of first, weights")]
    [InlineData("""{"router":"semantic"}""", "router", "is unknown; allowed: combine, routers")]
    public void What_is_wrong_is_named_with_its_place(string json, string field, string why)
    {
        var error = Should.Throw<InvalidFileException>(() => Parse(json));

        error.Field.ShouldBe(field);
        error.Message.ShouldContain(why);
    }

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Router);
        var properties = schema.RootElement.GetProperty("properties");
        var item = properties.GetProperty("routers").GetProperty("items").GetProperty("oneOf")[1].GetProperty("properties");

        Names(properties).ShouldBe(RouterFile.RootFields, ignoreOrder: true);
        Names(item).ShouldBe(RouterFile.Fields, ignoreOrder: true);
        Names(item.GetProperty("rules").GetProperty("items").GetProperty("properties")).ShouldBe(RouterFile.RuleFields, ignoreOrder: true);
        item.GetProperty("use").GetProperty("enum").EnumerateArray().Select(one => one.GetString()!)
            .ShouldBe(RouterNames.Kinds.Select(kind => kind.Name));

        static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);
    }

    [Theory]
    [InlineData("semantic", "semantic, else keywords")]
    [InlineData("model", "model, else semantic, else keywords")]
    [InlineData("least_loaded", "least_loaded")]
    [InlineData("random", "random")]
    [InlineData("capability", "capability")]
    public async Task A_name_makes_a_router(string name, string told)
    {
        await using var services = Services(RouterPlan.Named(name)!);

        services.GetRequiredService<IRouter>().Name.ShouldBe(told);
    }

    [Theory]
    [InlineData("rules")]
    [InlineData("Semantic")]
    [InlineData("")]
    public void Other_names_make_none(string name) => RouterPlan.Named(name).ShouldBeNull();

    [Fact]
    public async Task A_network_asks_the_router_that_its_builder_was_given_and_the_run_tells_its_scores()
    {
        await using var network = LocalNetwork.Create(configure: builder => builder.UseRouter(Parse(Weighted)));
        var events = await network.StreamAsync(new RunRequest("please shout hello")).ToListAsync();

        var routed = events.First(one => one.Type == RunEventTypes.RouteDecided).Data;
        routed["agent"]!.GetValue<string>().ShouldBe("echo");
        routed["why"]!.GetValue<string>().ShouldStartWith("'echo' of 4 agents: rules 0.8 × 1 (1: rule 1, /shout/, matches)");
        routed["considered"]!.AsArray().Count.ShouldBe(4);
        routed["considered"]![0]!["score"]!.GetValue<double>().ShouldBe(0.8, 0.2);
    }

    [Fact]
    public async Task A_router_of_your_own_takes_its_place()
    {
        await using var network = LocalNetwork.Create(configure: builder =>
            builder.UseRouter("last", (agents, _, peers) => peers.Single().Healthy ? agents[^1] : null));

        (await network.RunAsync(new RunRequest("hello"))).Why.ShouldBe("'text' of 4 agents: last chose it.");
    }

    private static ServiceProvider Services(RouterPlan plan) => new ServiceCollection().AddSingleton<TimeProvider>(new ManualTime())
        .AddInProcessNetwork(network => network.UseRouter(plan)).BuildServiceProvider();

    private static RouterPlan Parse(string json) => RouterFile.Parse("router.json", Encoding.UTF8.GetBytes(json));
}
