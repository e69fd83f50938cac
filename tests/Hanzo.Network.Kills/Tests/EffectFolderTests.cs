using Hanzo.Network.Kills.Nodes;

namespace Hanzo.Network.Kills.Tests;

public sealed class EffectFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-effects-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_time_that_a_call_takes_effect_is_counted_by_its_key_and_tool()
    {
        var effects = new EffectFolder(_folder.FullName);
        effects.Has("worker.1.x.1.2").ShouldBeFalse();

        effects.Add(new EffectCall("worker.1.x.1.2", "pay"));
        effects.Add(new EffectCall("worker.1.x.1.2", "pay"));
        effects.Add(new EffectCall("worker.1.x.1.20", "look"));

        effects.Has("worker.1.x.1.2").ShouldBeTrue();
        effects.Has("worker.1.x.1.3").ShouldBeFalse();
        new EffectFolder(_folder.FullName).ReadAll().ShouldBe(
            new Dictionary<EffectCall, int>
            {
                [new EffectCall("worker.1.x.1.2", "pay")] = 2, [new EffectCall("worker.1.x.1.20", "look")] = 1,
            },
            ignoreOrder: true);
    }
}
