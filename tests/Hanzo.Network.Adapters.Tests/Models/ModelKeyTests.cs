using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Models;

namespace Hanzo.Network.Adapters.Tests.Models;

public sealed class ModelKeyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_key_is_read_from_its_variable_and_shows_itself_to_nobody()
    {
        var key = ModelKey.Of(Endpoint() with { KeyVariable = "MY_KEY" }, name => name == "MY_KEY" ? " sk-1 \n" : null)!;

        key.Secret.ShouldBe("sk-1");
        new NamedProvider(Endpoint(), key).ToString().ShouldNotContain("sk-1");
    }

    [Fact]
    public void A_file_counts_over_the_variable()
    {
        File.WriteAllText(_file, "sk-file\n");

        ModelKey.Of(Endpoint() with { KeyVariable = "MY_KEY", KeyFile = _file }, _ => "sk-1")!.Secret.ShouldBe("sk-file");
    }

    [Fact]
    public void An_endpoint_without_either_has_none() => ModelKey.Of(Endpoint(), _ => "sk-1").ShouldBeNull();

    [Theory]
    [InlineData("", "holds no key.")]
    [InlineData("two\nlines", "holds no key, but a text with spaces or other signs.")]
    public void What_cannot_be_a_key_is_said_without_repeating_it(string content, string error)
    {
        File.WriteAllText(_file, content);

        Should.Throw<ModelException>(() => ModelKey.Of(Endpoint() with { KeyFile = _file }, _ => null)).Message
            .ShouldBe($"model provider 'test': the file {_file} {error}");
    }

    [Fact]
    public void A_variable_that_is_not_set_and_a_file_that_is_not_there_are_errors()
    {
        Should.Throw<ModelException>(() => ModelKey.Of(Endpoint() with { KeyVariable = "MY_KEY" }, _ => null)).Message
            .ShouldBe("model provider 'test': the variable MY_KEY holds no key.");
        Should.Throw<ModelException>(() => ModelKey.Of(Endpoint() with { KeyFile = _file + ".none" }, _ => null)).Message
            .ShouldContain("its key cannot be read");
    }

    public void Dispose() => File.Delete(_file);

    private static ModelEndpoint Endpoint() => new("test", new Uri("http://127.0.0.1:1/v1"));
}
