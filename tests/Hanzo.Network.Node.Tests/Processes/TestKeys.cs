namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>The keys folder of all nodes that this process's tests start: as if a user of their own had started them.</summary>
internal static class TestKeys
{
    public static readonly string Folder = Create();

    private static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-test-keys-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
