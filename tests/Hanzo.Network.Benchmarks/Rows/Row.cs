using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows;

/// <summary>One kind of work, the same on both runtimes.</summary>
/// <param name="name">As given on the command line.</param>
/// <param name="about">One line for the list of rows.</param>
internal abstract class Row(string name, string about)
{
    public string Name { get; } = name;

    public string About { get; } = about;

    /// <exception cref="WrongWorkException">What came back is not what the work should give.</exception>
    public abstract Task<IReadOnlyList<Figure>> RunAsync(RowOptions options);

    public override string ToString() => Name;
}
