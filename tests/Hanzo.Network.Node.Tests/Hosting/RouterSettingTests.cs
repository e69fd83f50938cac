using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Node.Tests.Hosting;

public sealed class RouterSettingTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void By_default_it_is_similarity_then_words() => Load(null).Router.ShouldBeSameAs(RouterPlan.Default);

    [Fact]
    public void A_name_is_a_plan() =>
        Load("model").Router.Parts.Select(part => part.Kind).ShouldBe([RouterKind.Model, RouterKind.Semantic, RouterKind.Keywords]);

    [Fact]
    public void A_file_says_rules_and_weights()
    {
        const string rules = """{"use":"rules","weight":0.2,"rules":[{"pattern":"x","agent":"a"}]}""";
        File.WriteAllText(_file, $$"""{"combine":"weights","routers":[{"use":"semantic","weight":0.8},{{rules}}]}""");
        var inputs = Load(_file);

        inputs.Problems.ShouldBeEmpty();
        inputs.Router.Combine.ShouldBe(RouterCombination.Weights);
        inputs.Router.Parts.Select(part => part.Weight).ShouldBe([0.8, 0.2]);
    }

    [Fact]
    public void What_is_wrong_in_a_file_is_named_with_its_line_and_field()
    {
        File.WriteAllText(_file, "{\"routers\":[\n{\"use\":\"semantic\",\n\"threshold\":7}]}");

        Load(_file).Problems.ShouldHaveSingleItem()
            .ShouldBe($"{_file}, line 3, routers[0].threshold: must be a number from 0 to 1 of similarity, not 7.");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Load(_file).Problems.ShouldHaveSingleItem().ShouldStartWith($"--router: {_file} cannot be read");

    private static NodeInputs Load(string? router)
    {
        var layer = router is null ? SettingLayer.Empty : SettingLayer.Empty.With(SettingCatalog.Find("router")!, router, "--router");
        return NodeInputs.Load(SettingLoader.Load(layer, new Dictionary<string, string>(), _ => "").Settings!);
    }
}
