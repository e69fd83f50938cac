using System.Collections.Immutable;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Tests.Hosting;

public sealed class ModelInputsTests
{
    private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();

    [Fact]
    public void Nothing_set_is_no_provider() => Load(Settings()).ShouldBeEmpty();

    [Fact]
    public void A_key_alone_is_for_OpenAIs_own_endpoint_with_a_model()
    {
        var provider = Load(Settings(), ("OPENAI_API_KEY", "sk-1")).ShouldHaveSingleItem();

        provider.Endpoint.BaseUrl.ShouldBe(new Uri("https://api.openai.com/v1"));
        provider.Endpoint.Model.ShouldNotBeNull();
        provider.Key.ShouldNotBeNull();
    }

    [Fact]
    public void An_address_of_ones_own_needs_no_key_and_names_no_model()
    {
        var provider = Load(Settings(("model-url", "http://gpu:8000/v1"))).ShouldHaveSingleItem();

        (provider.Endpoint.Name, provider.Endpoint.Model, provider.Key).ShouldBe(("openai", null, null));
    }

    [Fact]
    public void A_file_of_providers_takes_the_place_of_all()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"providers":[{"name":"home","base_url":"http://gpu/v1","api_key_env":"HOME_KEY"}]}""");
        try
        {
            Load(Settings(("models", file)), ("OPENAI_API_KEY", "sk-1"), ("HOME_KEY", "k")).ShouldHaveSingleItem()
                .Endpoint.Name.ShouldBe("home");

            Load(Settings(("models", file))).ShouldBeEmpty();
            _problems.ShouldBe(["model provider 'home': the variable HOME_KEY holds no key."]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private ImmutableArray<Adapters.Models.NamedProvider> Load(NodeSettings settings, params (string Name, string Value)[] variables) =>
        ModelInputs.Load(settings, name => variables.FirstOrDefault(variable => variable.Name == name).Value, _problems);

    private static NodeSettings Settings(params (string Name, string Value)[] flags)
    {
        var layer = flags.Aggregate(
            SettingLayer.Empty, (made, flag) => made.With(SettingCatalog.Find(flag.Name)!, flag.Value, $"--{flag.Name}"));
        return SettingLoader.Load(layer, new Dictionary<string, string>(), _ => "").Settings!;
    }
}
