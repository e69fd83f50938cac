namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Where the built program lies: <c>artifacts/RUNTIME/bin/Hanzo.Network.Node/CONFIGURATION/hanzo.dll</c>.</summary>
internal static class HanzoBuild
{
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The runtime that these tests were built with.</summary>
    public static readonly string Runtime = Here.Parent!.Parent!.Parent!.Name;

    public static readonly string OtherRuntime = Runtime == "nuget" ? "embedded" : "nuget";

    public static string Program(string runtime) =>
        Path.Combine(Here.Parent!.Parent!.Parent!.Parent!.FullName, runtime, "bin", "Hanzo.Network.Node", Here.Name, "hanzo.dll");

    public static bool Exists(string runtime) => File.Exists(Program(runtime));
}
