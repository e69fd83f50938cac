using Hanzo.Network.Node.Demo;

namespace Hanzo.Network.Node.Tests.Demo;

public sealed class DemoFolderTests
{
    [Fact]
    public void A_folder_in_use_stays_and_an_orphan_is_removed()
    {
        var temporary = Directory.CreateTempSubdirectory("hanzo-sweep-");
        using var inUse = DemoFolder.Create();
        var orphan = temporary.CreateSubdirectory("hanzo-demo-orphan");
        File.WriteAllText(Path.Combine(orphan.FullName, "demo.lock"), "");
        var other = temporary.CreateSubdirectory("somebody-elses");

        DemoFolder.Sweep(temporary.FullName);
        DemoFolder.Sweep(Path.GetTempPath());

        Directory.Exists(inUse.Path).ShouldBeTrue();
        Directory.Exists(orphan.FullName).ShouldBeFalse();
        Directory.Exists(other.FullName).ShouldBeTrue();
        temporary.Delete(recursive: true);
    }

    [Fact]
    public void A_folder_is_gone_after_use()
    {
        string path;
        using (var folder = DemoFolder.Create())
        {
            path = folder.Path;
            File.WriteAllText(Path.Combine(path, "x"), "");
        }

        Directory.Exists(path).ShouldBeFalse();
    }
}
